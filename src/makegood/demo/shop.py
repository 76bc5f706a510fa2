"""What the invented company has sold, and the mail of its carrier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from makegood.demo.company import Company
from makegood.orders import acts as orders
from makegood.orders.said import SaidLine, SaidOrder, SaidShipment

# What arrives beside the stories, so that nothing is only neat.
CONSIGNMENT = """<table width="600" cellpadding="8" style="font-family: sans-serif; border: 1px solid #ddd">
<tr><td bgcolor="#24463a"><font color="#ffffff" size="4">Northwind Freight</font></td></tr>
<tr><td><p>Consignment <b>NF-20881</b> was collected from your stockroom.</p>
<ul><li>2 parcels, 14.6 kg</li><li>expected: tomorrow, 8 to 12</li></ul></td></tr></table>"""


SOURCE = "Harbour & Pine shop"
LATE, MENDED = "HP-20794", "HP-20865"  # what takes longer than was said; what is put right by card

# who bought a pair of Tide bowls, and in which language they shop
BOWLS = (
    ("HP-20611", "Wanda Kowalczyk", "wanda.k@mail.example", "en"),
    ("HP-20617", "Jonas Reuter", "jonas.reuter@post.example", "de"),
    ("HP-20622", "Imke Folkerts", "imke@folkerts.example", "de"),
    ("HP-20630", "Tomás Villar", "tomas.villar@mail.example", "en"),
    ("HP-20633", "Esther Blom", "esther.blom@post.example", "en"),
    ("HP-20641", "Kwame Boateng", "kwame@boateng.example", "en"),
    ("HP-20650", "Liesel Ott", "liesel.ott@mail.example", "de"),
    ("HP-20652", "Noah Sinclair", "noah@sinclair.example", "en"),
)


def take_orders(company: Company, *, now: datetime) -> None:
    """What customers of the stories bought, as the shop's own program tells it."""
    source = orders.named(SOURCE, at=now - timedelta(days=90))
    orders.change(source, name=SOURCE, team=company.teams["online"], by=None, at=now - timedelta(days=90))
    for said in [*_orders(company, now=now), *_bowls(now=now)]:
        orders.take_in(source, said, at=(said.placed_at or now) + timedelta(minutes=2))


def a_new_day(number: str, day: datetime, *, at: datetime) -> None:
    """The shop says that the order comes on another day."""
    said = SaidOrder(number, updated_at=at, expected_on=day.date())
    orders.take_in(orders.named(SOURCE, at=at), said, at=at)


def _bowls(*, now: datetime) -> Iterator[SaidOrder]:
    bowls = SaidLine("1", "Tide bowl, set of two", "TD-BWL-2", price=3800, warranty_until=_day(now, 700))
    for index, (number, name, mail, tongue) in enumerate(BOWLS):
        said = _order(number, name, mail, bowls, placed=34 - index, arrived=30 - index, now=now)
        yield replace(said, tongue=tongue)


def _orders(company: Company, *, now: datetime) -> list[SaidOrder]:
    kettle = SaidLine("1", "Tidewater kettle", "TW-KET", price=4900, warranty_until=_day(now, 665))
    casserole = SaidLine("1", "Harvest casserole, 5 litres", "HV-CAS-5", price=8900, warranty_until=_day(now, 725))
    cups = SaidLine("1", "Moss cup, set of six", "MS-CUP-6", price=9600)
    lamp = SaidLine("1", "Pier lamp, brass", "PR-LMP-B", price=12900, warranty_until=_day(now, 728))
    plates = SaidLine("1", "Harvest plate, set of twelve", "HV-PLT-12", price=21600)
    bench = SaidLine("1", "Dune bench, ash", "DN-BNC-A", price=24900)
    late = _order(LATE, "Signy Dahl", "signy.dahl@post.example", bench, placed=26, arrived=None, now=now)
    mended = _order(MENDED, "Sam Whitcombe", "sam@whitcombe.example", plates, placed=7, arrived=4, now=now)
    return [
        replace(late, expected_on=_day(now, -12)),
        replace(mended, total=22550, payment="pi_3HarbourAndPine"),
        _order("HP-20388", "Juno Park", "juno.park@mail.example", kettle, placed=65, arrived=62, now=now),
        _order("HP-20871", "Maren Holt", "maren.holt@post.example", casserole, placed=6, arrived=3, now=now),
        _order("HP-20902", "Lucia Ferrante", "lucia@ferrante.example", cups, placed=4, arrived=1, now=now),
        _order("HP-20877", "Ruben Castellanos", "ruben@castellanos.example", lamp, placed=5, arrived=None, now=now),
    ]


def _order(
    number: str, name: str, mail: str, line: SaidLine, *, placed: int, arrived: int | None, now: datetime
) -> SaidOrder:
    at = now - timedelta(days=placed)
    sent = () if arrived is None else (_parcel(number, at, now - timedelta(days=arrived)),)
    return SaidOrder(
        number,
        name=name,
        mail=mail,
        placed_at=at,
        updated_at=at,
        currency="EUR",
        total=line.price,
        expected_on=None if arrived is not None else _day(now, 2),
        lines=(line,),
        shipments=sent,
    )


def _parcel(number: str, placed_at: datetime, arrived_at: datetime) -> SaidShipment:
    shipped = placed_at + timedelta(days=1)
    return SaidShipment(
        f"{number}-1", "Northwind Freight", f"NF{number[3:]}", shipped_at=shipped, delivered_at=arrived_at
    )


def _day(now: datetime, days: int) -> date:
    return (now + timedelta(days=days)).date()
