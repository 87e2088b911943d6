"""Words by which a noun phrase that can speak is recognised: offices, people, bodies, carriers.

Closed lists, readable and arguable. A word that is none of these and is capitalised is part of a
personal name (`names`).
"""

from ...wordlist import wordlist

TITLES = frozenset(
    wordlist(
        "mr mrs ms miss dr sir dame hon honourable honorable rt right professor prof rev his "
        "her excellency majesty highness h.e he the lord lady kc qc mp mps onzm gnzm comrade "
        "dear respected"
    )
)
OFFICES = frozenset(
    wordlist(
        "commodore minister ministers president premier chancellor secretary secretary-general "
        "under-secretary ambassador envoy commissioner chairman chairwoman chair chairperson "
        "director director-general leader leaders spokesperson spokesman spokeswoman "
        "spokespeople governor governor-general speaker senator general admiral commander "
        "colonel captain lieutenant marshal vice-marshal major brigadier sergeant king queen "
        "prince princess emperor pope archbishop judge justice mayor official officials "
        "diplomat diplomats analyst analysts expert experts professor coordinator "
        "representative representatives delegate delegates counsellor councilor councillor "
        "attorney-general whip president-elect treasurer undersecretary chief head deputy vice "
        "counterpart author editor correspondent mps lawmakers congressman congresswoman "
        "nominee candidate sen rep gov amb gen lt col maj adm capt cmdr sgt cdr"
    )
)
BODIES = frozenset(
    wordlist(
        "military taskforce chiefs staff ministry department government governments "
        "administration council committee commission agency agencies court parliament congress "
        "assembly union association organisation organization party office embassy bureau "
        "authority institute university secretariat navy army airforce force forces police "
        "command nations state board conference delegation forum alliance coalition regime "
        "presidium cabinet house foundation society federation service corps guard fund centre "
        "center bank company corporation group panel mission side sides outlet newspaper media "
        "paper broadcaster network countries members states leaders partners kcna reuters "
        "sinmun times herald daily tribune post rnz afp yonhap tass xinhua"
    )
)
CARRIERS = frozenset(
    wordlist(
        "statement release letter communique communiqué message declaration commentary article "
        "editorial report memorandum spokesperson spokesman announcement dispatch"
    )
)
"""Texts that speak for somebody: the speaker is whoever issued them."""
PORTFOLIOS = frozenset(
    wordlist(
        "air foreign affairs trade defence defense disarmament arms control finance health "
        "education justice police corrections immigration transport energy resources "
        "conservation environment agriculture fisheries racing housing labour employment social "
        "development research science innovation technology māori maori pacific island peoples "
        "women women's youth seniors veterans veterans' veterans’ internal state-owned "
        "enterprises climate change local economic customs tourism sport recreation arts "
        "culture heritage broadcasting communications information security intelligence "
        "attorney treaty negotiations export growth small business commerce consumer building "
        "construction revenue statistics land water rural communities forestry biosecurity food "
        "safety aid overseas national prime associate acting duty first senior junior state war "
        "unification interior home external international public civil service digital economy "
        "emergency management ocean and of for the & on to in assistant permanent special "
        "former new shadow visiting outgoing incoming minister's media court"
    )
)

PEOPLE = frozenset(
    wordlist(
        "aide aides adviser advisers advisor advisors strategist strategists negotiator "
        "negotiators lawyer lawyers attorney attorneys economist economists fellow researcher "
        "researchers scholar scholars scientist scientists historian historians student "
        "students resident residents witness witnesses survivor survivors defector defectors "
        "activist activists critic critics supporter supporters source sources investigator "
        "investigators regulator regulators inspector inspectors observer observers insider "
        "insiders executive executives manager managers owner owners founder co-founder skipper "
        "crew trader traders broker brokers lobbyist lobbyists protester protesters protestor "
        "protestors demonstrators campaigner campaigners veteran veterans pollster columnist "
        "commentator anchor host reporter reporters journalist journalists narrator father "
        "mother wife husband son daughter brother sister friend friends neighbour neighbours "
        "neighbor neighbors colleague colleagues teacher doctor doctors nurse priest bishop "
        "coach fisherman fishermen villagers families relatives parents voters sheriff "
        "prosecutor prosecutors magistrate detective officer officers nominee candidate "
        "candidates lawmaker legislator legislators congressman congresswoman rep sen gov amb "
        "rep. sen. gov. gen. lt. lieutenant-general democrats republicans senators "
        "representative engineer pilot captain monitor monitors authorities man woman boy girl "
        "person questioner moderator worker workers farmer politician politicians statesman "
        "monarch insurer insurers shipowner shipowners sailor sailors seafarer seafarers master "
        "operator operators agent agents fans people others another scorers organiser "
        "organisers organizer organizers mourners locals citizens one taxpayers consumers "
        "customers passengers players conservationists environmentalists"
    )
)
"""Nouns for people who may speak without a name."""
TEXTS = frozenset(
    wordlist(
        "survey poll polls study ruling brief filing book ad advert document documents memo "
        "email pitch petition complaint indictment affidavit lawsuit review audit bulletin "
        "communication draft transcript paper factsheet assessment advisory analysis bill "
        "resolution"
    )
)
"""Texts that are named as the source themselves ("the report said")."""
GROUPS = frozenset(
    wordlist(
        "campaign team club network broadcaster firm companies firms bank banks daily magazine "
        "website station channel family school college museum charity chain retailer airline "
        "shipyard publisher publication union church league fund trust lab laboratory thinktank "
        "think-tank watchdog treasury pentagon kremlin senate militia groups startup"
    )
)
"""Groups and bodies of news beyond those of releases."""

PLACES = frozenset(
    wordlist(
        "alabama alaska arizona arkansas california colorado connecticut delaware florida "
        "hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland "
        "massachusetts michigan minnesota mississippi missouri montana nebraska nevada jersey "
        "ohio oklahoma oregon pennsylvania carolina dakota tennessee texas utah vermont "
        "washington wisconsin wyoming ontario quebec alberta queensland tasmania york angeles "
        "francisco chicago boston philadelphia houston dallas seattle denver miami atlanta "
        "detroit sydney melbourne auckland christchurch busan incheon osaka shanghai hong kong "
        "hawaiian south north east west southeast northeast southwest northwest southern "
        "northern eastern western central european asian african american pacific atlantic "
        "arctic indian latin"
    )
)
"""Places below States, and words of places: no part of a name unless a given name precedes."""
