"""Given names that are common in English news, and whether "he" or "she" takes them up.

Method: names that stand high in the registers of births of the United States, the United Kingdom
and New Zealand of 1940 to 2000 and are given to one sex almost only; facts, written down here.
They decide nothing by themselves: a pronoun avoids a person whose name speaks against it, and a
State's name after one of them is a surname ("Lisa Monaco").

Blind spot: names of other languages, above all Korean, Chinese and Japanese ones, are in no list.
"""

from ...wordlist import wordlist

_HE = frozenset(
    wordlist(
        "james john robert michael william david richard joseph thomas charles christopher "
        "daniel matthew anthony mark donald steven stephen paul andrew joshua kenneth kevin "
        "brian george timothy ronald jason edward jeffrey ryan jacob gary nicholas eric "
        "jonathan larry justin scott brandon benjamin samuel gregory alexander patrick frank "
        "raymond jack dennis jerry tyler aaron jose adam nathan henry zachary douglas peter "
        "kyle noah ethan jeremy walter christian keith austin roger terry sean gerald carl "
        "dylan harold jordan jesse bryan lawrence arthur gabriel bruce logan billy joe alan "
        "juan elijah willie albert wayne randy vincent mason roy ralph bobby russell bradley "
        "philip phillip eugene barack bernie mike jim tom bill bob dan chris matt tony don "
        "steve ben sam greg alex pat ray nick rick jeff ted ron ken tim dave doug winston simon "
        "phil murray geoff gerry ian graeme graham neil stuart duncan malcolm alastair angus "
        "hugh nigel trevor vladimir sergei sergey dmitry dmitri mikhail ivan igor boris nikolai "
        "emmanuel jean francois antonio carlos luis jorge pedro fernando ali mohammed muhammad "
        "ahmed hassan ibrahim omar abdul yoshihide shinzo fumio taro hiroshi kenji takeshi judd "
        "chuck mitch rex rob todd marcus derek tucker wolf anderson howard randall craig vann "
        "minyon kerr luke liam connor harry oliver oscar leo max hugo felix otto hans klaus "
        "jens olaf lars erik johan willem pieter marc antony lloyd elliot elliott glenn glen "
        "dean dale earl clarence leonard stanley norman charlie jimmy johnny tommy danny eddie "
        "freddie lenny eli ezra caleb isaac martin marty barry brad brent brett cameron clark "
        "clayton clinton cory curtis darren darrell dwight edwin ernest floyd francis franklin "
        "fred frederick gavin gilbert gordon grant harvey herbert herman jared jay joel julian "
        "karl lance leon lewis lionel louis aidan alec alvin andre andrei angelo archie armando "
        "barney basil bart benny bert boyd brendan brody byron cecil cedric chad chester chip "
        "christophe clay clifford clint colin conor cyril dana darryl davis denis derrick "
        "desmond dexter dirk dominic donnie dustin eddy edgar edmund eduardo emilio enrique "
        "erick ernesto errol evan everett fabio felipe fernand gareth gene geoffrey giovanni "
        "gilles giuseppe guillermo gunter gus guy hank harrison hector heinrich horace ignacio "
        "irving ivo javier jake jamal jamie jan jarrod jeb jed jermaine jerome joakim joaquin "
        "jonas josef josh joaquim jude juergen jurgen kareem kent kirk kurt lamar lamont "
        "laurent len leroy levi lorenzo luca lucas luther lyndon manny marco marek marshall "
        "massimo mathias maxime maxwell micah michel mick milan milton morgan morris moses "
        "murphy ned nathaniel nicolas nils noel osama pablo pascal percy perry pierre ramiro "
        "ranjit raul reginald reid reince reuben ricardo rich rickey rodrigo ronnie ruben "
        "rudolf rudy sandy saul sebastian seth sherman silvio sir stan stefan sven sylvester "
        "tariq terence terrence theo thierry tyrone ulrich valentin vance vince vinny vivek "
        "wade ward warren wendell will winfred wolfgang yann yusuf zack manuel mario maurice "
        "melvin miguel mitchell neal oswald owen preston quentin rafael ramon rodney roland "
        "ross rupert salvador shane shaun sidney spencer theodore tobias travis troy vernon "
        "victor wesley wilfred xavier"
    )
)
_SHE = frozenset(
    wordlist(
        "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy "
        "betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa "
        "deborah stephanie rebecca sharon laura cynthia dorothy amy kathleen angela shirley "
        "emma brenda pamela nicole anna samantha katherine christine debra rachel carolyn janet "
        "maria olivia heather helen catherine diane julie victoria joyce lauren kelly christina "
        "joan evelyn judith andrea hannah megan cheryl jacqueline martha madison teresa gloria "
        "sara janice ann anne kathryn abigail sophia frances jean alice judy isabella julia "
        "grace amber denise danielle marilyn beverly charlotte natalie theresa diana brittany "
        "doris kayla alexis lori marie hillary jacinda nanaia vanessa penny marise kaja ursula "
        "avril sanae yoriko makiko condoleezza madeleine nikki wendy loretta kellyanne melania "
        "ivanka chelsea huma maya jill kate katie katrina kerry kirsten lindsay lindsey "
        "lorraine louise lucy lydia lynn mandy marjorie maureen miriam monica molly nadia naomi "
        "nina norma paula phyllis priscilla regina renee rita robin rosa rose roxanne ruby ruth "
        "sabrina sally selena sheila sherry sonia stacey stacy sue suzanne sylvia tamara tanya "
        "tara tina tracy valerie vera veronica virginia vivian wanda yolanda adele adriana "
        "agnes aileen aimee alana alejandra alexa alexandra alexandria alicia alina allison "
        "allyson alyssa amelia amie anastasia angelina angie anita anja annabel annette annie "
        "antoinette april arlene ashlee astrid audrey ava bernadette beatrice becky belinda "
        "bernice bertha beth bethany bonnie bridget camila camilla candace candice cara carla "
        "carly carmen caroline carrie cassandra catalina cathy cecilia celeste celia chantal "
        "charlene chloe christa christie cindy claire clara clare claudia colleen connie "
        "constance corinne daisy daphne darlene dawn deanna debbie debora delia desiree dianne "
        "dolores dora edith eileen elaine elaina eleanor elise eliza ella ellen elsa emilia "
        "erica erika erin esther ethel eva faith fay felicia florence francesca freya gabriela "
        "gabrielle gail geraldine gertrude gina ginger glenda gretchen guadalupe gwen hailey "
        "haley harriet hayley hazel heidi henrietta hope ida ilse ines ingrid irene iris isabel "
        "isabelle jackie jane janine jasmine jeanette jeanne jenna jennie jenny joann joanna "
        "joanne jocelyn jodi josephine joy juanita judi juliana julianne juliet june kaitlyn "
        "kara kari karin karla katelyn katelynn katharine kathy kay keira kelli kelsey kendra "
        "kimberley krista kristen kristi kristin kristina kylie lana latoya leah leigh lena "
        "leslie leticia lila lillian lilly lily lola lois loren lottie lucia lucille luisa luz "
        "mabel madeline maggie mallory margaux margot marian marianne maribel marina marlene "
        "marta martina mary-kate mathilde maura maxine may meg meghan mercedes meredith mia "
        "mildred millie mindy miranda mona moira muriel myra nadine nell nellie neera noelle "
        "nora odette pam patsy patti pearl peggy petra phoebe polly rachael ramona randi "
        "rebekah rhonda roberta rochelle rosalind rosanna rosie roslyn rowena sabine sadie "
        "samira sandy sasha savannah serena shannon shari shauna shelby shelley shelly sherri "
        "silvia simone sofia sonja sophie stella summer svenja tabitha tammy tatyana terri "
        "thelma tiffany toni traci trisha trudy ulrike vicki vicky victoire viola violet "
        "vivienne wilma winifred yvette zara yvonne zoe mareike annalena christiane brigitte "
        "segolene margarita svetlana irina olga natalia tatiana elena ekaterina valentina fiona "
        "siobhan aisling deirdre niamh gillian hilary imogen jemima philippa rosemary tessa "
        "tricia amelize melezia melanie"
    )
)
_EITHER = frozenset(
    wordlist(
        "terry pat chris robin kelly leslie jamie casey jordan taylor alex sam lee kim jean jan "
        "tracy dana shannon morgan jackie jessie kerry lindsey lindsay dale drew blair riley "
        "ashley courtney stacy sandy frances francis cameron avery harper logan"
    )
)
"""Borne by men and women alike; they decide no pronoun."""
GIVEN = _HE | _SHE
"""Every given name of the lists, in lower case."""


def pronoun(given: str) -> str:
    """Return 'he' or 'she' for a given name that decides, '' for one that does not."""
    low = given.lower()
    if low in _EITHER:
        return ""
    if low in _HE and low not in _SHE:
        return "he"
    return "she" if low in _SHE and low not in _HE else ""
