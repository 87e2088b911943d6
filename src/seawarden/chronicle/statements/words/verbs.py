"""Verbs of communication: the words by which a text reports that something was said.

A closed list, readable and arguable: `SAY` verbs can stand beside a quotation; `ACT` verbs report
a speech act (welcomed, condemned, called on). Each is kept with its forms, so that a participle
after "was" (a passive) can be told from a past tense.

Blind spot: acts reported by a noun ("his denunciation of") are not statements here, but for the
few phrases in `PHRASES`.
"""

import re
from functools import lru_cache

# lemma: third person, past, participle in -ing
_REGULAR = """
say:says:said:saying tell:tells:told:telling add:adds:added:adding state:states:stated:stating
explain:explains:explained:explaining note:notes:noted:noting comment:comments:commented:commenting
remark:remarks:remarked:remarking reply:replies:replied:replying observe:observes:observed:observing
respond:responds:responded:responding announce:announces:announced:announcing
declare:declares:declared:declaring claim:claims:claimed:claiming argue:argues:argued:arguing
insist:insists:insisted:insisting warn:warns:warned:warning caution:cautions:cautioned:cautioning
confirm:confirms:confirmed:confirming deny:denies:denied:denying admit:admits:admitted:admitting
reveal:reveals:revealed:revealing disclose:discloses:disclosed:disclosing
report:reports:reported:reporting conclude:concludes:concluded:concluding
emphasise:emphasises:emphasised:emphasising emphasize:emphasizes:emphasized:emphasizing
stress:stresses:stressed:stressing underline:underlines:underlined:underlining
underscore:underscores:underscored:underscoring reiterate:reiterates:reiterated:reiterating
reaffirm:reaffirms:reaffirmed:reaffirming affirm:affirms:affirmed:affirming
repeat:repeats:repeated:repeating suggest:suggests:suggested:suggesting
propose:proposes:proposed:proposing predict:predicts:predicted:predicting
indicate:indicates:indicated:indicating assert:asserts:asserted:asserting
maintain:maintains:maintained:maintaining promise:promises:promised:promising
pledge:pledges:pledged:pledging vow:vows:vowed:vowing write:writes:wrote:writing
ask:asks:asked:asking acknowledge:acknowledges:acknowledged:acknowledging
continue:continues:continued:continuing joke:jokes:joked:joking recall:recalls:recalled:recalling
believe:believes:believed:believing exclaim:exclaims:exclaimed:exclaiming
"""
_ACTS = """
welcome:welcomes:welcomed:welcoming condemn:condemns:condemned:condemning
denounce:denounces:denounced:denouncing deplore:deplores:deplored:deploring
regret:regrets:regretted:regretting reject:rejects:rejected:rejecting
dismiss:dismisses:dismissed:dismissing demand:demands:demanded:demanding
urge:urges:urged:urging request:requests:requested:requesting invite:invites:invited:inviting
appeal:appeals:appealed:appealing praise:praises:praised:praising
applaud:applauds:applauded:applauding commend:commends:commended:commending
congratulate:congratulates:congratulated:congratulating thank:thanks:thanked:thanking
criticise:criticises:criticised:criticising criticize:criticizes:criticized:criticizing
accuse:accuses:accused:accusing threaten:threatens:threatened:threatening
express:expresses:expressed:expressing voice:voices:voiced:voicing
convey:conveys:conveyed:conveying challenge:challenges:challenged:challenging
mention:mentions:mentioned:mentioning hail:hails:hailed:hailing blame:blames:blamed:blaming
decry:decries:decried:decrying slam:slams:slammed:slamming blast:blasts:blasted:blasting
rebuke:rebukes:rebuked:rebuking protest:protests:protested:protesting
proclaim:proclaims:proclaimed:proclaiming advise:advises:advised:advising
inform:informs:informed:informing assure:assures:assured:assuring
encourage:encourages:encouraged:encouraging endorse:endorses:endorsed:endorsing
salute:salutes:saluted:saluting greet:greets:greeted:greeting
assail:assails:assailed:assailing ridicule:ridicules:ridiculed:ridiculing
term:terms:termed:terming brand:brands:branded:branding label:labels:labelled:labelling
question:questions:questioned:questioning
apologise:apologises:apologised:apologising complain:complains:complained:complaining
object:objects:objected:objecting order:orders:ordered:ordering
"""
_BESIDE = """
describe:describes:described:describing
quip:quips:quipped:quipping tweet:tweets:tweeted:tweeting
retweet:retweets:retweeted:retweeting
post:posts:posted:posting shout:shouts:shouted:shouting yell:yells:yelled:yelling
sigh:sighs:sighed:sighing cry:cries:cried:crying laugh:laughs:laughed:laughing
muse:muses:mused:musing recount:recounts:recounted:recounting concede:concedes:conceded:conceding
contend:contends:contended:contending counter:counters:countered:countering
opine:opines:opined:opining lament:laments:lamented:lamenting allege:alleges:alleged:alleging
testify:testifies:testified:testifying brag:brags:bragged:bragging boast:boasts:boasted:boasting
chant:chants:chanted:chanting scream:screams:screamed:screaming
whisper:whispers:whispered:whispering interject:interjects:interjected:interjecting
retort:retorts:retorted:retorting wonder:wonders:wondered:wondering gush:gushes:gushed:gushing
fume:fumes:fumed:fuming email:emails:emailed:emailing text:texts:texted:texting
speculate:speculates:speculated:speculating estimate:estimates:estimated:estimating
forecast:forecasts:forecast:forecasting elaborate:elaborates:elaborated:elaborating
echo:echoes:echoed:echoing snap:snaps:snapped:snapping plead:pleads:pleaded:pleading
swear:swears:swore:swearing hint:hints:hinted:hinting agree:agrees:agreed:agreeing
implore:implores:implored:imploring chime:chimes:chimed:chiming joke:jokes:joked:joking
read:reads:read:reading offer:offers:offered:offering thunder:thunders:thundered:thundering
grumble:grumbles:grumbled:grumbling mutter:mutters:muttered:muttering
quote:quotes:quoted:quoting intone:intones:intoned:intoning enthuse:enthuses:enthused:enthusing
marvel:marvels:marvelled:marvelling summarise:summarises:summarised:summarising
caption:captions:captioned:captioning reckon:reckons:reckoned:reckoning
deadpan:deadpans:deadpanned:deadpanning tease:teases:teased:teasing
put:puts:put:putting signal:signals:signalled:signalling underline:underlines:underlined:underlining
scoff:scoffs:scoffed:scoffing insinuate:insinuates:insinuated:insinuating
instruct:instructs:instructed:instructing beg:begs:begged:begging toast:toasts:toasted:toasting
bemoan:bemoans:bemoaned:bemoaning theorise:theorises:theorised:theorising
attest:attests:attested:attesting recite:recites:recited:reciting
"""
"""Verbs that report speech only beside a quotation."""
PHRASES = (
    (
        r"(?:calls?|called|calling) (?:again |also )?(?:up)?on\b"
        r"(?=[^.]{3,200}\b(?:to|for|not)\b)",
        "call on",
    ),
    (r"(?:calls?|called|calling) (?:again |once more )?for\b", "call for"),
    (r"(?:calls?|called|calling) (?:it|this|that|them|the|such|[A-Z]\w+)\b", "call"),
    (r"(?:pays|paid|paying|pay) (?:\w+ )?(?:tribute|homage|respects)", "pay tribute"),
    (
        r"(?:issues?|issued|issuing|makes?|made|making|released?) "
        r"(?:an? |the |his |her |its |their )?"
        r"(?:\w+ ){0,2}(?:appeals?|statements?|calls?|warnings?|demands?|announcement)\b",
        "issue",
    ),
    (
        r"(?:offers?|offered|offering|extends?|extended|extending|sends?|sent|sending) "
        r"(?:an? |the |his |her |its |their |our |New Zealand[’']s )?(?:\w+ ){0,2}"
        r"(?:condolences|congratulations|sympath(?:y|ies)|greetings?|messages?|apolog(?:y|ies)|"
        r"letters?|best wishes|thanks)\b",
        "send",
    ),
    (r"(?:makes?|made) (?:it )?(?:very |quite |abundantly )?clear\b", "make clear"),
    (r"(?:speaks?|spoke|speaking) out against\b", "speak out"),
    (r"(?:hits?|lashe[sd]|hitting|lashing) (?:back|out) at\b", "lash out"),
    (r"(?:takes?|took) issue with\b", "take issue"),
    (r"describe[sd]?\b(?=[^.;]{2,90}\bas\b)", "describe"),
)
"""Phrases of more than one word, as patterns."""

_NEVER_ALONE = frozenset({"continue", "believe", "repeat", "respond", "joke"})
"""Verbs that report speech only beside a quotation."""

NEEDS_THAT = frozenset(
    {"conclude", "observe", "recall", "maintain", "write", "indicate", "add", "predict", "suggest"}
)
"""Verbs that report speech only before "that": one also adds a list and concludes talks."""

_WEAK = frozenset(
    {
        "challenge",
        "order",
        "term",
        "brand",
        "label",
        "object",
        "endorse",
        "maintain",
        "greet",
        "encourage",
        "protest",
        "write",
        "recall",
        "conclude",
        "indicate",
        "ask",
        "state",
        "observe",
        "report",
        "claim",
        "argue",
    }
)
"""Verbs whose bare stem is a noun or a common act: only finite forms with -s or -ed count."""


@lru_cache(maxsize=1)
def forms() -> dict[str, tuple[str, str]]:
    """Return form -> (lemma, 'base' | 'third' | 'past' | 'ing'), for single words."""
    out: dict[str, tuple[str, str]] = {}
    for entry in (_REGULAR + _ACTS + _BESIDE).split():
        base, third, past, ing = entry.split(":")
        out |= {third: (base, "third"), past: (base, "past"), ing: (base, "ing")}
        out.setdefault(base, (base, "base"))
    return out


@lru_cache(maxsize=1)
def say() -> frozenset[str]:
    """Return the lemmas that can stand beside a quotation."""
    return frozenset(entry.split(":")[0] for entry in (_REGULAR + _BESIDE).split())


@lru_cache(maxsize=1)
def pattern() -> re.Pattern[str]:
    """Return one pattern for every form and phrase; the match is the verb."""
    words = sorted(forms(), key=len, reverse=True)
    phrases = "|".join(p for p, _ in PHRASES)
    return re.compile(rf"(?<![\w'’-])(?:(?P<phrase>{phrases})|(?P<word>{'|'.join(words)})\b)")


def lemma(match: re.Match[str]) -> tuple[str, str]:
    """Return (lemma, form) of a match of `pattern`."""
    if match["word"]:
        return forms()[match["word"]]
    text = match["phrase"]
    name = next(n for p, n in PHRASES if re.compile(p).match(match.string, match.start()))
    first = text.split()[0]
    if first.endswith("ing"):
        return name, "ing"
    return name, "third" if first.endswith("s") and not first.endswith("ss") else "past"


def reports_alone(name: str, form: str) -> bool:
    """Return whether the verb reports speech without a quotation beside it."""
    return (
        name not in _NEVER_ALONE
        and name not in _beside_only()
        and not (form == "base" and name in _WEAK)
    )


@lru_cache(maxsize=1)
def _beside_only() -> frozenset[str]:
    listed = {entry.split(":")[0] for entry in (_REGULAR + _ACTS).split()}
    return frozenset(entry.split(":")[0] for entry in _BESIDE.split()) - listed
