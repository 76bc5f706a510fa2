"""CEL's checked expression (a protocol buffer, cel/expr/checked.proto and syntax.proto) as our tree. Pure.

The library hands a compiled condition out in this published form alone. Seven kinds of message are read here; a package
for protocol buffers would be five megabytes for that.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from makegood.authority.conditions.nodes import Call, Field, Literal, Loop, Many, Name, Node, Pairs

Message = dict[int, list[bytes | int]]

VARINT, EIGHT, LENGTH, FOUR = 0, 1, 2, 5
TOP = 1 << 63


class Unreadable(Exception):
    """The expression holds what a condition may not: the text says what, in words."""


def _optional() -> Unreadable:
    return Unreadable(_("A condition cannot hold an entry with a question mark. Write c ? [a] : []."))


def read(serialized: bytes) -> Node:
    """The tree of a serialized expression. Raises Unreadable."""
    checked = _message(_bytes(_message(serialized), 2))
    return _node(_bytes(checked, 4))


def _node(raw: bytes) -> Node:
    message = _message(raw)
    for number, read_kind in KINDS.items():
        if number in message:
            return read_kind(_message(_bytes(message, number)))
    raise Unreadable(_("A condition cannot hold an expression without a kind."))


def _literal(message: Message) -> Node:
    if 2 in message:
        return Literal(bool(message[2][0]))
    if 3 in message:
        whole = _whole(message, 3)
        return Literal(whole - 2 * TOP if whole >= TOP else whole)
    if 5 in message:
        # The shortest text that stands for this double is what the author wrote: 19.99 is exactly 19.99.
        return Literal(Decimal(repr(struct.unpack("<d", struct.pack("<Q", _whole(message, 5)))[0])))
    if 6 in message:
        return Literal(_text(message, 6))
    raise Unreadable(
        _("A condition cannot hold null, unsigned numbers or bytes. To ask whether a fact is there, write has(fact).")
    )


def _name(message: Message) -> Node:
    """The library makes one name of `order.status` when it knows its type; here it is a field again."""
    first, *others = _text(message, 1).lstrip(".").split(".")
    node: Node = Name(first)
    for name in others:
        node = Field(node, name)
    return node


def _field(message: Message) -> Node:
    return Field(_node(_bytes(message, 1)), _text(message, 2), bool(message.get(3, [0])[0]))


def _call(message: Message) -> Node:
    target = [_node(_bytes(message, 1))] if 1 in message else []
    arguments = [_node(one) for one in _all_bytes(message, 3)]
    return Call(_text(message, 2), (*target, *arguments), is_method=bool(target))


def _many(message: Message) -> Node:
    if 2 in message:
        raise _optional()
    return Many(tuple(_node(one) for one in _all_bytes(message, 1)))


def _pairs(message: Message) -> Node:
    entries = [_message(one) for one in _all_bytes(message, 2)]
    if 1 in message or any(3 not in entry for entry in entries):
        raise Unreadable(_("A condition cannot hold a message type. Write a map: {'silver': 1}."))
    if any(5 in entry for entry in entries):
        raise _optional()
    return Pairs(tuple((_node(_bytes(entry, 3)), _node(_bytes(entry, 4))) for entry in entries))


def _loop(message: Message) -> Node:
    over, start, goes_on, step, result = (_node(_bytes(message, number)) for number in (2, 4, 5, 6, 7))
    return Loop(_text(message, 1), over, _text(message, 3), start, goes_on, step, result)


KINDS = {3: _literal, 4: _name, 5: _field, 6: _call, 7: _many, 8: _pairs, 9: _loop}


# The wire format


def _message(raw: bytes) -> Message:
    fields: Message = {}
    for number, value in _fields(raw):
        fields.setdefault(number, []).append(value)
    return fields


def _fields(raw: bytes) -> Iterator[tuple[int, bytes | int]]:
    at = 0
    while at < len(raw):
        key, at = _varint(raw, at)
        kind, value = key & 7, 0
        if kind == VARINT:
            value, at = _varint(raw, at)
            yield key >> 3, value
            continue
        length, at = _varint(raw, at) if kind == LENGTH else ({EIGHT: 8, FOUR: 4}[kind], at)
        chunk, at = raw[at : at + length], at + length
        yield key >> 3, chunk if kind == LENGTH else int.from_bytes(chunk, "little")


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = raw[at]
        value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
        if byte < 0x80:
            return value, at


def _bytes(message: Message, number: int) -> bytes:
    value = message[number][0] if number in message else b""
    if isinstance(value, int):
        raise Unreadable(_("A number stands where a message belongs."))
    return value


def _all_bytes(message: Message, number: int) -> list[bytes]:
    return [value for value in message.get(number, []) if isinstance(value, bytes)]


def _whole(message: Message, number: int) -> int:
    value = message[number][0]
    return value if isinstance(value, int) else 0


def _text(message: Message, number: int) -> str:
    return _bytes(message, number).decode()
