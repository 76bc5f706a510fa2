"""Small words that many sentences have, and how letters begin. Those that nobody asked for keep the others honest:
Catalan must not pass for Spanish."""

from __future__ import annotations

WORDS = {
    "en": "the and is are was were have has had not you your yours we our they this that these with for from but"
    " what when where which who how please thank thanks hello hi dear regards would could can will it its my me"
    " of to in on at be been do does did an i if or there any still yet kind best",
    "de": "der die das und ist sind war nicht ich sie wir ihr mein meine meinen ihre ihren ein eine einen einem mit"
    " für von aber was wann wo wie bitte danke vielen dank hallo guten tag sehr geehrte damen herren grüße"
    " grüßen freundliche freundlichen liebe habe hat haben wurde werden kann können auf zu zum zur bei noch"
    " schon auch es dass wenn oder im am den dem des nach mir mich uns",
    "fr": "le la les et est sont pas je vous nous votre vos notre mon ma mes une un des du que qui avec pour dans"
    " mais quand où comment merci bonjour bonsoir madame monsieur cordialement salutations ai avez avons suis"
    " était être il elle ce cette cet ces au aux sur plus toujours encore si ou ne en par",
    "es": "el la los las y es son no yo usted ustedes su sus mi mis un una que con para por pero cuando cuándo dónde"
    " cómo gracias hola buenos buenas días tardes estimado estimada saludos cordial he ha han está están estoy"
    " del al lo se me nos muy todavía aún si o en de favor quisiera puede",
    "ca": "el la els les i és són no vostè seu seva meu meva un una que amb per però quan gràcies hola bon dia"
    " salutacions he ha han està estan del al ho em ens molt encara si o en de si us plau",
    "it": "il lo la gli le e è sono non io lei voi suo sua mio mia un una che con per ma quando dove come grazie"
    " buongiorno buonasera salve gentile distinti saluti cordiali ho ha avete abbiamo era essere questo questa"
    " del della dei al alla nel nella mi ci si più ancora anche se o di da vorrei potete",
    "pt": "o a os as e é são não eu você vocês seu sua meu minha um uma que com para por mas quando onde como"
    " obrigado obrigada olá bom boa dia tarde prezado prezada atenciosamente cumprimentos tenho tem está estão"
    " estou do da dos das no na ao me nos muito ainda também se ou em de gostaria",
    "nl": "de het een en is zijn was niet ik u jullie wij mijn uw onze met voor van maar wanneer waar hoe bedankt"
    " dank hallo beste geachte groet groeten vriendelijke heb heeft hebben wordt kan kunnen op te bij nog al"
    " ook dat als of er naar mij ons dit deze graag alvast",
    "af": "die het n en is was nie ek u julle ons my met vir van maar wanneer waar hoe dankie hallo beste geagte"
    " groete het kan op te by nog al ook dat as of daar hierdie asseblief",
    "sv": "och är var inte jag ni du vi min mitt mina er ert ett en med för från men när hur tack hej vänliga"
    " hälsningar hälsning har hade kan på till vid ännu också att om eller det den som av mig oss skulle vill"
    " bästa god",
    "da": "og er var ikke jeg i du vi min mit mine jeres et en med for fra men når hvornår hvor hvordan tak hej hei"
    " hilsen venlig vennlig har hadde havde kan på til ved enda endnu også at om eller det den som af av mig"
    " meg os oss vil kære kjære god takk",
    "fi": "ja on ovat oli ei en minä te me teidän minun kanssa mutta milloin koska missä miten kiitos kiitoksia hei"
    " terveisin ystävällisin olen olemme ole voi voitte vielä myös että jos tai se tämä sen minulle hyvää"
    " päivää moi terve olisi",
    "pl": "i jest są był była nie ja pan pani państwo państwa mój moja moje z ze dla od ale kiedy gdzie jak proszę"
    " dziękuję dzień dobry witam szanowni pozdrawiam poważaniem mam ma mamy został może na do w we jeszcze też"
    " także że jeśli lub to ten ta się mi nas czy jestem",
    "cs": "a je jsou byl byla není já vy můj moje vaše s se pro od ale kdy kde jak prosím děkuji děkuju dobrý den"
    " zdravím pozdravem pozdravy vážení mám má máme může na do v ve ještě také že pokud nebo to ten ta mi nás"
    " jsem jsme bych hezký",
    "sk": "a je sú bol bola nie ja vy môj moje vaše s so pre od ale kedy kde ako prosím ďakujem dobrý deň zdravím"
    " pozdravom vážení mám má máme môže na do v vo ešte tiež že ak alebo to ten tá mi nás som sme by",
    "hr": "i je su bio bila nije ja vi moj moja vaš s sa za od ali kada kad gdje gde kako molim hvala dobar dan"
    " pozdrav poštovani lijep srdačan imam ima može na do u još također da ako ili to ta mi nas sam smo li",
    "tr": "ve bir bu şu için ile değil ben siz biz benim sizin ama ne zaman nerede nasıl lütfen teşekkürler teşekkür"
    " ederim merhaba selam sayın saygılarımla iyi günler var yok oldu olarak henüz hala da de mi mı daha çok"
    " kadar istiyorum",
    "hu": "a az és van volt nem én ön önök mi egy ezt hogy de mikor hol hogyan kérem köszönöm köszönettel jó napot"
    " tisztelt üdvözlettel kedves vagyok lehet még is ha vagy ez meg már csak el ki be nekem szeretném kell",
    "ro": "și si este sunt era nu eu dumneavoastră meu mea un o care cu pentru dar când unde cum mulțumesc multumesc"
    " bună buna ziua stimate salut respect am are avem poate pe la în din încă de asemenea că dacă sau nu mai"
    " îmi să",
    "ru": "и в не на я вы мы что это с по как но для от когда где пожалуйста спасибо здравствуйте добрый день"
    " уважением уважаемые мой моя ваш ваша у меня вас был была было если или ещё еще уже есть можно мне нам он"
    " она",
    "uk": "і й в у не на я ви ми що це з із по як але для від коли де будь ласка дякую добрий день вітаю повагою"
    " шановні мій моя ваш ваша мене вас був була було якщо або ще вже є можна мені нам він вона та до",
    "bg": "и в не на аз вие ние че това с по как но за от кога къде моля благодаря здравейте добър ден поздрави"
    " уважаеми моята моят вашата ми беше ако или още вече има мога са е се ще да",
    "sr": "и у не на ја ви ми да је то са по како али за од када где молим хвала здраво добар дан поштовани поздрав"
    " мој моја сам смо су био била ако или још већ има може ли се",
}  # fmt: skip

# In this order; kana is asked for before the signs that Japanese and Chinese share.
LETTERS = (
    ("latin", "A-Za-z\u00c0-\u024f"),
    ("cyrillic", "\u0400-\u04ff"),
    ("el", "\u0370-\u03ff"),
    ("ja", "\u3041-\u30ff"),
    ("zh", "\u4e00-\u9fff"),
    ("ko", "\uac00-\ud7a3"),
    ("he", "\u0590-\u05ff"),
    ("other", "\u0600-\u06ff\u0900-\u0fff"),
)
