"""The page's style sheet: readable on screen and on paper, no font or file from elsewhere.

Every pair of text and background has a contrast of 4.5 or more (WCAG 2.1 AA, which
`tests/report/test_style.py` computes from this sheet).
"""

from ..markup import Safe

COLOURS = {
    "ink": "#1c2833", "quiet": "#4a5964", "paper": "#ffffff", "wash": "#f2f5f7",
    "line": "#c3ccd3", "link": "#0a4f9e", "warn": "#7a0000", "warn_wash": "#ffe9c7",
    "tier1": "#8c1010", "tier2": "#7a4a00", "tier3": "#45525c",
}  # fmt: skip

PAIRS = (
    ("ink", "paper"), ("ink", "wash"), ("quiet", "paper"), ("quiet", "wash"), ("link", "paper"),
    ("link", "wash"), ("warn", "warn_wash"), ("paper", "tier1"), ("paper", "tier2"),
    ("paper", "tier3"),
)  # fmt: skip
"""Every (text, background) that the sheet uses."""

_SHEET = """
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
body{margin:0;color:{ink};background:{paper}}
header,main,footer{max-width:70rem;margin:0 auto;padding:0 1.25rem}
h1{font-size:1.7rem;margin:1.4rem 0 .2rem}
h2{font-size:1.3rem;margin:2.2rem 0 .6rem;border-bottom:2px solid {ink};padding-bottom:.2rem}
h3{font-size:1.15rem;margin:0 0 .4rem}
h4{font-size:.98rem;margin:1.2rem 0 .3rem}
p{margin:.4rem 0 .7rem;max-width:62rem}
a{color:{link}}
.quiet{color:{quiet}}
.lead{font-size:1.06rem}
.banner{background:{warn_wash};color:{warn};border:3px solid {warn};font-weight:700;
 font-size:1.1rem;text-align:center;padding:.6rem 1rem;margin:0;max-width:none}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:{paper}}
.scroll{overflow-x:auto;margin:.4rem 0 1rem}
table{border-collapse:collapse;width:100%;font-size:.88rem}
caption{text-align:left;font-weight:700;padding:.2rem 0 .35rem}
th,td{text-align:left;vertical-align:top;padding:.32rem .6rem .32rem .45rem;
 border-bottom:1px solid {line}}
thead th{background:{wash};border-bottom:2px solid {quiet};white-space:nowrap}
tbody th{font-weight:600}
.num{font-variant-numeric:tabular-nums;white-space:nowrap}
.tier{display:inline-block;color:{paper};font-weight:700;border-radius:.25rem;
 padding:.05rem .5rem;white-space:nowrap;font-size:.85rem}
.t1{background:{tier1}}.t2{background:{tier2}}.t3{background:{tier3}}
article{border:1px solid {line};border-top:5px solid {tier3};border-radius:.3rem;
 padding:1rem 1.2rem;margin:0 0 1.6rem}
article.c1{border-top-color:{tier1}}article.c2{border-top-color:{tier2}}
dl.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.2rem 1.2rem;
 background:{wash};padding:.6rem .9rem;margin:.6rem 0 1rem;border-radius:.3rem}
dl.facts div{display:flex;gap:.5rem}
dl.facts dt{color:{quiet};min-width:6.2rem}dl.facts dd{margin:0;font-weight:600}
figure{margin:.6rem 0 1rem}figure>svg{display:block;width:100%;height:auto;border:1px solid {line}}
figure>img{display:block;max-width:100%;height:auto}figcaption{overflow-wrap:anywhere}
figcaption{font-size:.82rem;color:{quiet}}
details{margin:.4rem 0}summary{cursor:pointer;font-weight:600}
.mono{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.82rem;word-break:break-all}
ul{margin:.3rem 0 .8rem;padding-left:1.3rem}
footer{margin:3rem auto 2rem;border-top:1px solid {line};font-size:.85rem}
@media print{
 @page{margin:14mm}
 html{font-size:10.5px}
 a{color:inherit;text-decoration:none}
 .skip{display:none}
 article{break-before:page;border-left:0;border-right:0;border-bottom:0;padding:.8rem 0}
 h2,h3,h4,caption,thead{break-after:avoid}
 tr,figure,dl{break-inside:avoid}
 .scroll{overflow:visible}
 figure>svg{max-height:108mm;print-color-adjust:exact;-webkit-print-color-adjust:exact}
 #cases{display:none}
 .tier,.banner,thead th,dl.facts{-webkit-print-color-adjust:exact;print-color-adjust:exact}
 details>*{display:block}
}
"""


def sheet() -> Safe:
    """Return the style sheet with its colours filled in."""
    text = _SHEET
    for name, colour in COLOURS.items():
        text = text.replace("{" + name + "}", colour)
    return Safe(text)
