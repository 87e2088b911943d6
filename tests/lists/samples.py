"""Small files in the exact layouts that the publishers use; names and numbers are invented
unless a test says otherwise (IMO numbers carry valid check digits)."""

from pathlib import Path

UN1718 = """#,vessel_name,imo_number,mmsi,flag,call_sign,type,date_of_designation,designated_owner,\
other_information,Paragraph 12 (a) of resolution 2321 (2016),\
Paragraph 6 of resolution 2371 (2017) and paragraph 6 of resolution 2375 (2017),image_url
1,HAO FAN 6,8628597,341985000,1: COMOROS 2: SAINT KITTS AND NEVIS,D6A2,Bulk carrier,\
1: 03-Oct-17 2: 30-Mar-18,Some Owner Ltd,Loaded coal,X,X,http://example.org/1.jpg
2,1: NEW NAME 2: OLD NAME,9074729,1: 445123000 2: 445999000,DPRK,,Tanker,28-Dec-17,,,NA,X,
3,MIN NING DE YOU 078,Does not exist,,,,,30-Mar-18,,,,X,
4,BAD DIGIT,8628579,,,,,not a date,,,,,
"""

OFAC_SDN = """100,"TEST RIVER 1","vessel","DPRK4",-0- ,"HMAB","Oil Tanker","1,234",-0- ,\
"Democratic People's Republic of Korea","RIVER SHIPPING CO","Secondary sanctions risk; \
Vessel Registration Identification IMO 8628597; MMSI 445123000 ; Former Vessel Flag Mongolia; \
alt. Former Vessel Flag None Identified; f.k.a. 'OLD RIVER'; a.k.a. 'RIVER ONE'; \
Linked To: LINK SHIPPING CO LTD."
101,"WRONG DIGIT","vessel","IRAN] [NPWMD] [IFSR",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Vessel \
Registration Identification IMO 8628579."
102,"SOME COMPANY","-0- ","DPRK",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"IMO Number 9074729."
103,"SOMEBODY","individual","CUBA","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
\x1a""".replace("-0-\n", "-0- \n")
OFAC_ALT = """100,1,"fka","FIRST RIVER",-0-
100,2,"aka","RIVER NO. 1",-0-
102,3,"aka","SC LTD",-0-
""".replace("-0-\n", "-0- \n")
OFAC_ADD = '100,1,-0- ,"Nampo","Korea, North",-0- \n'

OFAC_XML = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd">
  <publshInformation>
    <Publish_Date>04/22/2020</Publish_Date>
    <Record_Count>2</Record_Count>
  </publshInformation>
  <sdnEntry>
    <uid>500</uid><lastName>XML SHIP</lastName><sdnType>Vessel</sdnType>
    <programList><program>DPRK4</program></programList>
    <idList>
      <id><uid>1</uid><idType>Vessel Registration Identification</idType>
        <idNumber>IMO 8628597</idNumber></id>
      <id><uid>2</uid><idType>MMSI</idType><idNumber>445123000</idNumber></id>
      <id><uid>3</uid><idType>Former Vessel Flag</idType><idNumber>Malta</idNumber></id>
    </idList>
    <akaList><aka><uid>4</uid><type>f.k.a.</type><category>strong</category>
      <lastName>OLD XML</lastName></aka></akaList>
    <vesselInfo><callSign>HMXX</callSign><vesselType>Tanker</vesselType>
      <vesselFlag>North Korea</vesselFlag><vesselOwner>OWNER CO</vesselOwner></vesselInfo>
  </sdnEntry>
  <sdnEntry>
    <uid>501</uid><firstName>Ann</firstName><lastName>EXAMPLE</lastName>
    <sdnType>Individual</sdnType><programList><program>SDGT</program></programList>
  </sdnEntry>
</sdnList>
"""

EU_XML = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-01-05T15:29:22+02:00">
  <sanctionEntity designationDate="2018-03-30" euReferenceNumber="EU.1.1" logicalId="1">
    <regulation numberTitle="2017/1509 (OJ L224)" programme="PRK"/>
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Shipping Company" strong="true"/>
    <identification number="5571322" identificationTypeCode="imo"/>
  </sanctionEntity>
  <sanctionEntity designationDate="2018-03-30" euReferenceNumber="EU.2.2" logicalId="2">
    <remark>Carried coal.</remark>
    <regulation numberTitle="2017/1509 (OJ L224)" programme="PRK"/>
    <subjectType code="vessel" classificationCode="V"/>
    <nameAlias wholeName="XML VESSEL" strong="true"/>
    <nameAlias wholeName="OTHER VESSEL" strong="true"/>
    <identification number="8628597" identificationTypeCode="imo"/>
  </sanctionEntity>
</export>
"""

MARITIME = """type,caption,imo,risk,countries,flag,mmsi,id,url,datasets,aliases
VESSEL,"KAPITAN, THE",IMO8628597,sanction,ru,ru;pa,273123456;273999888,x1,https://e.org/x1,\
un_1718_vessels,"OLD ONE;OLD TWO"
VESSEL,DETAINED ONE,IMO9074729;IMO7389704,mare.detained,pa,pa,351000001,x2,https://e.org/x2,\
paris_mou,
VESSEL,TYPED BADLY,IMO8628579,mare.shadow,,,,x3,https://e.org/x3,ua_war_sanctions,
ORGANIZATION,SHIPPING LLC,IMO5571322,sanction,kp,,,x4,https://e.org/x4,eu_fsf,
"""

FTM = """{"id": "v1", "caption": "FTM SHIP", "schema": "Vessel", "datasets": ["un_1718_vessels"], \
"last_change": "2026-01-02T00:00:00", "last_seen": "2026-03-04T00:00:00", "properties": \
{"name": ["FTM SHIP", "FTM SHIP TOO"], "previousName": ["WAS SHIP"], "imoNumber": ["IMO8628597"], \
"mmsi": ["445123000"], "callSign": ["HMFF"], "flag": ["kp"], "pastFlags": ["mn"], \
"topics": ["sanction"]}}
{"id": "s1", "schema": "Sanction", "properties": {"entity": ["v1"], "program": ["UN-SC1718"], \
"listingDate": ["2017-10-03"], "startDate": ["2017-11-01"], "reason": ["Coal"], \
"provisions": ["Port ban"]}}
{"id": "a1", "schema": "Address", "properties": {"full": ["Nampo"]}}
{"id": "c1", "caption": "A CO", "schema": "Company", "properties": {"name": ["A CO"], \
"imoNumber": ["9074729"], "country": ["kp"]}}
"""


UK_LIST = """Report Date: 11-Sep-2026
Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,\
Name 5,Name type,Name non-latin script,Regime Name,Designation Type,Sanctions Imposed,\
Other Information,UK Statement of Reasons,Date Designated,IMO number,\
Current owner/operator (s),Current believed flag of ship,Previous flags,Type of ship
18/12/2021,DPR0076,13569,,HAO FAN 6,,,,,,Primary Name,,\
The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019,Ship,\
Asset freeze|Port ban,,Loaded coal.,03/10/2017,8628597,Some Owner,Comoros,\
(1) Panama (2) Saint Kitts and Nevis,Bulk carrier
18/12/2021,DPR0076,13569,,HAO FAN SIX,,,,,,Alias,,\
The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019,Ship,\
,,,,,,,,
01/01/2024,RUS0001,1,,EXAMPLE,Ann,,,,,Primary Name,,\
The Russia (Sanctions) (EU Exit) Regulations 2019,Individual,Asset freeze,,,24/02/2022,\
N/A,,,,
"""

EU_FSF_CSV = """fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;\
Entity_DesignationDate;Entity_Remark;Entity_SubjectType;Entity_SubjectType_ClassificationCode;\
Entity_Regulation_NumberTitle;Entity_Regulation_Programme;NameAlias_WholeName;\
Identification_Number;Identification_TypeCode
05/08/2026;7;EU.7.7;2018-03-30;Carried coal;V;vessel;2017/1509 (OJ L224);PRK;CSV VESSEL;;
05/08/2026;7;EU.7.7;2018-03-30;;V;vessel;2017/1509 (OJ L224);PRK;OTHER VESSEL;8628597;imo
05/08/2026;8;EU.8.8;;;E;enterprise;2017/1509 (OJ L224);PRK;Shipping Co;5571322;imo
"""

SIMPLE = """id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,\
emails,program_ids,dataset,first_seen,last_seen,last_change
os-1,Vessel,SIMPLE SHIP,OTHER A;OTHER B,,kp,,IMO8628597;445123000;8628579,UN 1718,,,UN-SC1718,\
UNSC 1718 Designated Vessels List,2023-01-01,2026-03-04,2025-01-01
os-2,Vessel,TWO FLAGS,,,pa;tg,,,OFAC SDN,,,US-IRAN,US OFAC SDN,2023-01-01,2026-03-01,
os-3,Company,A CO,,,kp,,9074729,OFAC,,,US-DPRK,US OFAC SDN,2023-01-01,2026-03-01,
"""


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
