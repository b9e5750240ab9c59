"""Every way of naming and titling a person that printed agendas and outcome documents were found to use.

Names and offices are public facts, as printed between 2020 and 2025. A case is a person with dated appointments, the
day they are billed on, and what is printed.
"""

import datetime as dt

import pytest

from speakers.names import Name
from speakers.titles import Held, introduce, titles_on, titles_then

FORUM_2020, FORUM_2022 = dt.date(2020, 12, 18), dt.date(2022, 12, 9)
IGF_2021, SEMINAR_2025 = dt.date(2021, 12, 10), dt.date(2025, 6, 20)
DOCUMENT_2023 = dt.date(2023, 3, 31)


def chinese(family, given, native="", **more):
    """A name spoken with the family name first."""
    return Name(family, given, family_first=True, native=native, **more)


def held(title, organization="", link="of", *, the=False, **more):
    """An appointment of which both texts are in English."""
    return Held({"en": title} if title else {}, {"en": organization} if organization else {}, the, link, **more)


def ended(year, month=12):
    return {"until": dt.date(year, month, 28)}


def since(year, month=1):
    return {"since": dt.date(year, month, 1)}


# Who, with what, on which day; what is printed at the first mention, at a later one, and in the index.
FIRST_MENTIONS = {
    # One title, with and without an organization
    "president": (
        chinese("Wang", "Xiqin"),
        [held("president", "Tsinghua University")],
        FORUM_2022,
        "Wang Xiqin, president of Tsinghua University",
        "Wang",
        "Wang Xiqin",
    ),
    "article": (
        chinese("Li", "Meng"),
        [held("vice minister", "Ministry of Science and Technology of China", the=True)],
        FORUM_2022,
        "Li Meng, vice minister of the Ministry of Science and Technology of China",
        "Li",
        "Li Meng",
    ),
    "department of a ministry": (
        chinese("Ma", "Shengkun"),
        [
            held(
                "deputy director-general",
                "Department of Arms Control at the Ministry of Foreign Affairs of China",
                the=True,
            )
        ],
        FORUM_2022,
        (
            "Ma Shengkun, deputy director-general of the Department of Arms Control at the Ministry of Foreign "
            "Affairs of China"
        ),
        "Ma",
        "Ma Shengkun",
    ),
    "department, ministry": (
        chinese("Ren", "Aiguang"),
        [
            held(
                "deputy director-general",
                "Department of Science and Technology, the Ministry of Industry and Information Technology of China",
                the=True,
            )
        ],
        FORUM_2022,
        (
            "Ren Aiguang, deputy director-general of the Department of Science and Technology, the Ministry of "
            "Industry and Information Technology of China"
        ),
        "Ren",
        "Ren Aiguang",
    ),
    "title names its own body": (
        Name("Chatterjee", "Siddharth"),
        [held("UN resident coordinator in China")],
        FORUM_2022,
        "Siddharth Chatterjee, UN resident coordinator in China",
        "Chatterjee",
        "Chatterjee, Siddharth",
    ),
    "title of an adviser to an office": (
        Name("Koo", "Benjamin", native="顾学雍"),
        [held("technology advisor to the coordinating minister of maritime affairs and investment of Indonesia")],
        FORUM_2022,
        (
            "Benjamin Koo, technology advisor to the coordinating minister of maritime affairs and investment "
            "of Indonesia"
        ),
        "Koo",
        "Koo, Benjamin",
    ),
    "title with commas, at": (
        Name("Spatolisano", "Maria-Francesca"),
        [held("assistant secretary-general for policy coordination and inter-agency affairs", "UN DESA", "at")],
        FORUM_2020,
        (
            "Maria-Francesca Spatolisano, assistant secretary-general for policy coordination and "
            "inter-agency affairs at UN DESA"
        ),
        "Spatolisano",
        "Spatolisano, Maria-Francesca",
    ),
    "consul": (
        Name("Garcia", "Eugenio Vargas"),
        [
            held("deputy consul general of Brazil in San Francisco"),
            held(
                "senior adviser on peace and security",
                "UN General Assembly",
                "at",
                the=True,
                once_over="former",
                **ended(2020),
            ),
        ],
        FORUM_2022,
        (
            "Eugenio Vargas Garcia, deputy consul general of Brazil in San Francisco and former senior adviser "
            "on peace and security at the UN General Assembly"
        ),
        "Garcia",
        "Garcia, Eugenio Vargas",
    ),
    "author instead of officer": (
        Name("Chan", "Stanley", native="陈楸帆"),
        [held("co-author of AI 2041: Ten Visions for Our Future")],
        FORUM_2022,
        "Stanley Chan, co-author of AI 2041: Ten Visions for Our Future",
        "Chan",
        "Chan, Stanley",
    ),
    "student": (
        chinese("Li", "Siyuan"),
        [held("PhD candidate", "School of Government of Yunnan University", "at", the=True)],
        FORUM_2022,
        "Li Siyuan, PhD candidate at the School of Government of Yunnan University",
        "Li",
        "Li Siyuan",
    ),
    "possessive organization takes no article": (
        chinese("Yu", "Yang"),
        [
            held(
                "assistant professor",
                "Tsinghua University’s Institute for Interdisciplinary Information Sciences",
                "at",
            ),
            held("director", "I-AIIG International Academic Exchange Program"),
        ],
        FORUM_2022,
        (
            "Yu Yang, assistant professor at Tsinghua University’s Institute for Interdisciplinary Information "
            "Sciences and director of I-AIIG International Academic Exchange Program"
        ),
        "Yu",
        "Yu Yang",
    ),
    "title with its field": (
        chinese("Zhu", "Hongru"),
        [held("vice president in standardization", "Alibaba", "at")],
        FORUM_2022,
        "Zhu Hongru, vice president in standardization at Alibaba",
        "Zhu",
        "Zhu Hongru",
    ),
    "title with its department": (
        Name("Amara", "Uma Rani"),
        [held("senior economist in the research department", "International Labour Organization", the=True)],
        FORUM_2022,
        ("Uma Rani Amara, senior economist in the research department of the International Labour Organization"),
        "Amara",
        "Amara, Uma Rani",
    ),
    "organization with Inc.": (
        chinese("Wang", "Bin"),
        [held("vice president", "CloudMinds Inc.", "at")],
        FORUM_2022,
        "Wang Bin, vice president at CloudMinds Inc.",
        "Wang",
        "Wang Bin",
    ),
    "organization with a domain": (
        chinese("Mei", "Tao"),
        [
            held("vice president", "JD.COM", "at"),
            held("international fellow", "Canadian Academy of Engineering", "at", the=True),
            held("fellow at IEEE, CAAI and IAPR"),
        ],
        FORUM_2022,
        (
            "Mei Tao, vice president at JD.COM, international fellow at the Canadian Academy of Engineering and "
            "fellow at IEEE, CAAI and IAPR"
        ),
        "Mei",
        "Mei Tao",
    ),
    "organization in angle brackets": (
        Name("Kraft-Buchman", "Caitlin"),
        [held("CEO and founder", "Women at the Table"), held("co-founder", "<A+> Alliance")],
        FORUM_2022,
        "Caitlin Kraft-Buchman, CEO and founder of Women at the Table and co-founder of <A+> Alliance",
        "Kraft-Buchman",
        "Kraft-Buchman, Caitlin",
    ),
    "unit, organization": (
        Name("Bird", "Sarah"),
        [held("principal group program manager", "Azure AI, Microsoft", "at")],
        FORUM_2022,
        "Sarah Bird, principal group program manager at Azure AI, Microsoft",
        "Bird",
        "Bird, Sarah",
    ),
    "organization in a city": (
        Name("Kovacs-Ondrejkovic", "Orsolya"),
        [held("associate director", "Boston Consulting Group in Zurich", "at")],
        FORUM_2022,
        "Orsolya Kovacs-Ondrejkovic, associate director at Boston Consulting Group in Zurich",
        "Kovacs-Ondrejkovic",
        "Kovacs-Ondrejkovic, Orsolya",
    ),
    "organization in an accented language": (
        Name("Belli", "Luca"),
        [held("professor of Internet Governance and Regulation", "Fundação Getulio Vargas", ",")],
        IGF_2021,
        "Luca Belli, professor of Internet Governance and Regulation, Fundação Getulio Vargas",
        "Belli",
        "Belli, Luca",
    ),
    # Two titles and more
    "two in one body": (
        chinese("Tian", "Tian"),
        [held("co-founder and CEO", "RealAI")],
        FORUM_2022,
        "Tian Tian, co-founder and CEO of RealAI",
        "Tian",
        "Tian Tian",
    ),
    "two in two bodies": (
        chinese("Song", "Jiqiang"),
        [held("vice president", "Intel Labs"), held("director", "Intel Labs China")],
        FORUM_2022,
        "Song Jiqiang, vice president of Intel Labs and director of Intel Labs China",
        "Song",
        "Song Jiqiang",
    ),
    "two without an organization each": (
        Name("Xu", "Haoliang", native="徐浩良"),
        [
            held("UN assistant secretary-general"),
            held("director", "Bureau for Policy and Programme Support at UNDP", the=True),
        ],
        FORUM_2022,
        (
            "Haoliang Xu, UN assistant secretary-general and director of the Bureau for Policy and Programme "
            "Support at UNDP"
        ),
        "Xu",
        "Xu, Haoliang",
    ),
    "office and committee": (
        chinese("Zhang", "Wang"),
        [held("vice president", "SenseTime"), held("chair", "SenseTime AI Ethics and Governance Committee", the=True)],
        FORUM_2022,
        "Zhang Wang, vice president of SenseTime and chair of the SenseTime AI Ethics and Governance Committee",
        "Zhang",
        "Zhang Wang",
    ),
    "committee and working group, bare": (
        Name("Ma", "Ralf"),
        [
            held("secretary", "IEEE Metaverse Standards Committee"),
            held("chair", "IEEE Metaverse Standards Working Group"),
        ],
        FORUM_2022,
        (
            "Ralf Ma, secretary of IEEE Metaverse Standards Committee and chair of IEEE Metaverse Standards Working "
            "Group"
        ),
        "Ma",
        "Ma, Ralf",
    ),
    "lab": (
        Name("Witbrock", "Michael"),
        [held("professor", "University of Auckland", "at", the=True), held("lead", "Strong AI Lab", the=True)],
        FORUM_2022,
        "Michael Witbrock, professor at the University of Auckland and lead of the Strong AI Lab",
        "Witbrock",
        "Witbrock, Michael",
    ),
    "fellowship": (
        chinese("Xie", "Xing"),
        [held("senior principal research manager", "Microsoft Research Asia", "at"), held("IEEE fellow")],
        FORUM_2022,
        "Xie Xing, senior principal research manager at Microsoft Research Asia and IEEE fellow",
        "Xie",
        "Xie Xing",
    ),
    "fellowship among three": (
        chinese("Zhou", "Bowen"),
        [
            held("chair professor", "Department of Electrical Engineering at Tsinghua University", the=True),
            held("founder", "Frontis.ai"),
            held("CAAI fellow"),
        ],
        FORUM_2022,
        (
            "Zhou Bowen, chair professor of the Department of Electrical Engineering at Tsinghua University, "
            "founder of Frontis.ai and CAAI fellow"
        ),
        "Zhou",
        "Zhou Bowen",
    ),
    "academician first": (
        chinese("Gao", "Wen"),
        [
            held("academician", "Chinese Academy of Engineering", "at", the=True),
            held("director", "Peng Cheng Lab"),
            held("academic member", "I-AIIG"),
        ],
        FORUM_2022,
        (
            "Gao Wen, academician at the Chinese Academy of Engineering, director of Peng Cheng Lab and academic "
            "member of I-AIIG"
        ),
        "Gao",
        "Gao Wen",
    ),
    "academician of three academies": (
        chinese("Guo", "Yike"),
        [
            held(
                "academician at the Royal Academy of Engineering, European Academy of Sciences and Hong Kong Academy "
                "of Engineering Sciences"
            ),
            held("director", "Institute of Data Science at Imperial College of Technology", the=True),
            held("chief vice president", "Hong Kong University of Science and Technology"),
        ],
        FORUM_2022,
        (
            "Guo Yike, academician at the Royal Academy of Engineering, European Academy of Sciences and Hong "
            "Kong Academy "
            "of Engineering Sciences, director of the Institute of Data Science at Imperial College of Technology and "
            "chief vice president of Hong Kong University of Science and Technology"
        ),
        "Guo",
        "Guo Yike",
    ),
    "foreign academician": (
        chinese("Zhang", "Hongjiang"),
        [
            held("foreign academician", "National Academy of Engineering", "at", the=True),
            held("chairman", "Beijing Academy of Artificial Intelligence", the=True),
        ],
        FORUM_2022,
        (
            "Zhang Hongjiang, foreign academician at the National Academy of Engineering and chairman of the Beijing "
            "Academy of Artificial Intelligence"
        ),
        "Zhang",
        "Zhang Hongjiang",
    ),
    "three offices in one university": (
        chinese("Xue", "Lan"),
        [
            held("distinguished professor of arts, humanities and social sciences", "Tsinghua University", "at"),
            held("dean", "Schwarzman College"),
            held("dean", "I-AIIG"),
        ],
        FORUM_2022,
        (
            "Xue Lan, distinguished professor of arts, humanities and social sciences at Tsinghua University, dean of "
            "Schwarzman College and dean of I-AIIG"
        ),
        "Xue",
        "Xue Lan",
    ),
    "vice dean, director, professor": (
        chinese("Liang", "Zheng"),
        [
            held("vice dean", "I-AIIG"),
            held("director", "Center for AI Governance", the=True),
            held("professor", "School of Public Policy and Management, Tsinghua University", the=True),
        ],
        FORUM_2022,
        (
            "Liang Zheng, vice dean of I-AIIG, director of the Center for AI Governance and professor of the School of "
            "Public Policy and Management, Tsinghua University"
        ),
        "Liang",
        "Liang Zheng",
    ),
    "visiting professor": (
        Name("Singh", "Swaran"),
        [
            held("professor", "School of International Studies at Jawaharlal Nehru University", "at", the=True),
            held("visiting professor", "University of British Columbia", "at", the=True),
        ],
        FORUM_2022,
        (
            "Swaran Singh, professor at the School of International Studies at Jawaharlal Nehru University and "
            "visiting professor at the University of British Columbia"
        ),
        "Singh",
        "Singh, Swaran",
    ),
    "two in one phrase at one body": (
        Name("Wing", "Jeannette M.", native="周以真"),
        [held("executive vice president for research and professor of computer science", "Columbia University", "at")],
        FORUM_2022,
        (
            "Jeannette M. Wing, executive vice president for research and professor of computer science at "
            "Columbia University"
        ),
        "Wing",
        "Wing, Jeannette M.",
    ),
    "same title for two bodies of one person": (
        Name("Karachalios", "Konstantinos"),
        [
            held("managing director", "IEEE Standards Association", the=True),
            held("member", "IEEE Management Council", the=True),
        ],
        FORUM_2022,
        (
            "Konstantinos Karachalios, managing director of the IEEE Standards Association and member of the IEEE "
            "Management Council"
        ),
        "Karachalios",
        "Karachalios, Konstantinos",
    ),
    "three without the first two's organization": (
        Name("Robertson", "David"),
        [
            held("chair of Applied Logic"),
            held("vice principal"),
            held("head", "College of Science & Engineering, University of Edinburgh"),
        ],
        IGF_2021,
        (
            "David Robertson, chair of Applied Logic, vice principal and head of College of Science & Engineering, "
            "University of Edinburgh"
        ),
        "Robertson",
        "Robertson, David",
    ),
    # What is over
    "past president": (
        chinese("Gong", "Ke"),
        [
            held(
                "president",
                "World Federation of Engineering Organizations",
                the=True,
                once_over="past",
                **since(2019, 11),
                **ended(2022, 3),
            ),
            held(
                "executive director",
                "Chinese Institute of New Generation Artificial Intelligence Development Strategies",
                the=True,
            ),
        ],
        FORUM_2022,
        (
            "Gong Ke, past president of the World Federation of Engineering Organizations and executive "
            "director of the Chinese Institute of New Generation Artificial Intelligence Development Strategies"
        ),
        "Gong",
        "Gong Ke",
    ),
    "president while it lasted": (
        chinese("Gong", "Ke"),
        [
            held(
                "president",
                "World Federation of Engineering Organizations",
                ",",
                once_over="past",
                **since(2019, 11),
                **ended(2022, 3),
            ),
            held(
                "executive president",
                "Chinese Institute of New Generation Artificial Intelligence Development Strategies",
                the=True,
            ),
        ],
        IGF_2021,
        (
            "Gong Ke, president, World Federation of Engineering Organizations and executive president of the "
            "Chinese Institute of New Generation Artificial Intelligence Development Strategies"
        ),
        "Gong",
        "Gong Ke",
    ),
    "past president alone": (
        Name("Gil", "Yolanda"),
        [
            held(
                "president",
                "Association for the Advancement of Artificial Intelligence",
                the=True,
                once_over="past",
                **since(2018),
                **ended(2020),
            )
        ],
        FORUM_2022,
        "Yolanda Gil, past president of the Association for the Advancement of Artificial Intelligence",
        "Gil",
        "Gil, Yolanda",
    ),
    "former engineer": (
        chinese("Wang", "Ping"),
        [
            held(
                "deputy chief engineer",
                "China National Institute of Standardization",
                the=True,
                once_over="former",
                **ended(2020),
            )
        ],
        FORUM_2022,
        "Wang Ping, former deputy chief engineer of the China National Institute of Standardization",
        "Wang",
        "Wang Ping",
    ),
    "former after present": (
        Name("Gal", "Danit"),
        [
            held(
                "associate fellow",
                "Leverhulme Centre for the Future of Intelligence at the University of Cambridge",
                "at",
                the=True,
            ),
            held("AI lead", "UN Secretary-General’s Office", "at", the=True, once_over="former", **ended(2021)),
        ],
        FORUM_2022,
        (
            "Danit Gal, associate fellow at the Leverhulme Centre for the Future of Intelligence at the "
            "University of Cambridge and former AI lead at the UN Secretary-General’s Office"
        ),
        "Gal",
        "Gal, Danit",
    ),
    "dropped": (
        chinese("Zeng", "Yi"),
        [
            held("co-chair", "WIC SC on AI", the=True, **since(2024, 11)),
            held("director", "Center for Long-term AI at the Chinese Academy of Sciences", the=True, **ended(2023, 6)),
            held("director", "International Research Center for AI Ethics and Governance", the=True, **since(2023, 7)),
        ],
        FORUM_2022,
        "Zeng Yi, director of the Center for Long-term AI at the Chinese Academy of Sciences",
        "Zeng",
        "Zeng Yi",
    ),
    "begun since": (
        chinese("Zeng", "Yi"),
        [
            held("co-chair", "WIC SC on AI", the=True, **since(2024, 11)),
            held("co-lead of the AI Safety and Governance Program", **since(2025)),
            held("director", "Center for Long-term AI at the Chinese Academy of Sciences", the=True, **ended(2023, 6)),
            held(
                "director",
                "International Research Center for AI Ethics and Governance at the Institute of Automation, "
                "Chinese Academy of Sciences",
                the=True,
                **since(2023, 7),
            ),
        ],
        SEMINAR_2025,
        (
            "Zeng Yi, co-chair of the WIC SC on AI, co-lead of the AI Safety and Governance Program and "
            "director of the International Research Center for AI Ethics and Governance at the Institute of "
            "Automation, Chinese Academy of Sciences"
        ),
        "Zeng",
        "Zeng Yi",
    ),
    "restyled, before": (
        chinese("Xue", "Lan"),
        [
            held("Cheung Kong Chair distinguished professor", **ended(2022, 6)),
            held(
                "distinguished professor of arts, humanities and social sciences",
                "Tsinghua University",
                "at",
                **since(2022, 7),
            ),
            held("dean", "Schwarzman College", **since(2018)),
        ],
        IGF_2021,
        "Xue Lan, Cheung Kong Chair distinguished professor and dean of Schwarzman College",
        "Xue",
        "Xue Lan",
    ),
    "committee with a term": (
        chinese("Wang", "Qinmin"),
        [held("vice-chairperson", "12th CPPCC National Committee", the=True)],
        FORUM_2020,
        "Wang Qinmin, vice-chairperson of the 12th CPPCC National Committee",
        "Wang",
        "Wang Qinmin",
    ),
    "not yet": (
        chinese("Guo", "Yike"),
        [held("chief vice president", "HKUST", **since(2022, 12))],
        IGF_2021,
        "Guo Yike",
        "Guo",
        "Guo Yike",
    ),
    # Honorary and personal titles, and what stands before the name
    "honorary fellow": (
        Name("Chen", "George"),
        [
            held(
                "honorary senior fellow",
                "Centre for Civil Society and Governance, University of Hong Kong",
                "at",
                the=True,
            )
        ],
        SEMINAR_2025,
        "George Chen, honorary senior fellow at the Centre for Civil Society and Governance, University of Hong Kong",
        "Chen",
        "Chen, George",
    ),
    "dame with four": (
        Name("Hall", "Wendy", honorific="Dame"),
        [
            held("co-chair", "WIC SC on AI", the=True),
            held("fellow", "Royal Society", the=True),
            held("fellow", "Royal Academy of Engineering", the=True),
            held(
                "regius professor of Computer Science and associate vice-president (International Engagement)",
                "University of Southampton",
                "at",
                the=True,
            ),
        ],
        SEMINAR_2025,
        (
            "Dame Wendy Hall, co-chair of the WIC SC on AI, fellow of the Royal Society, fellow of the Royal "
            "Academy of "
            "Engineering and regius professor of Computer Science and associate vice-president (International "
            "Engagement) at the University of Southampton"
        ),
        "Hall",
        "Hall, Wendy",
    ),
    "professor before the name": (
        chinese("Zeng", "Xiangquan", honorific="Professor"),
        [
            held("chair professor and director", "China Institute for Employment Research", the=True),
            held(
                "dean",
                "School of Labor and Human Resources, Renmin University of China",
                the=True,
                once_over="former",
                **ended(2014),
            ),
        ],
        FORUM_2022,
        (
            "Professor Zeng Xiangquan, chair professor and director of the China Institute for Employment Research and "
            "former dean of the School of Labor and Human Resources, Renmin University of China"
        ),
        "Zeng",
        "Zeng Xiangquan",
    ),
    "office before the name": (
        chinese("Liu", "Bai"),
        [held("head", "NetEase Yaotai", before_name=True)],
        FORUM_2022,
        "NetEase Yaotai head Liu Bai",
        "Liu",
        "Liu Bai",
    ),
    "office before the name, without organization": (
        chinese("Ren", "Xianliang"),
        [held("secretary general", before_name=True)],
        SEMINAR_2025,
        "secretary general Ren Xianliang",
        "Ren",
        "Ren Xianliang",
    ),
    "before the name and after it": (
        chinese("Liu", "Bai"),
        [held("head", "NetEase Yaotai", before_name=True), held("designer")],
        FORUM_2022,
        "NetEase Yaotai head Liu Bai, designer",
        "Liu",
        "Liu Bai",
    ),
    "former office before the name": (
        chinese("Qiu", "Yong"),
        [held("president", "Tsinghua University", before_name=True, once_over="former", **ended(2022, 2))],
        FORUM_2022,
        "former Tsinghua University president Qiu Yong",
        "Qiu",
        "Qiu Yong",
    ),
    # An organization alone, a name alone
    "organization alone, of": (
        Name("Taylor", "Alex"),
        [held("", "Klima DAO")],
        FORUM_2022,
        "Alex Taylor of Klima DAO",
        "Taylor",
        "Taylor, Alex",
    ),
    "organization alone, from": (
        Name("Castillo", "Ana María"),
        [held("", "Institute of Communication and Image at the University of Chile", "from", the=True)],
        FORUM_2022,
        "Ana María Castillo from the Institute of Communication and Image at the University of Chile",
        "Castillo",
        "Castillo, Ana María",
    ),
    "organization alone, comma": (
        Name("Sutton", "Kate"),
        [held("", "UNDP RBAP", ",")],
        FORUM_2022,
        "Kate Sutton, UNDP RBAP",
        "Sutton",
        "Sutton, Kate",
    ),
    "organization after a title": (
        Name("Sutton", "Kate"),
        [held("head of the Innovation Centre"), held("", "UNDP RBAP")],
        FORUM_2022,
        "Kate Sutton, head of the Innovation Centre and UNDP RBAP",
        "Sutton",
        "Sutton, Kate",
    ),
    "name alone": (chinese("Liu", "Yao"), [], FORUM_2022, "Liu Yao", "Liu", "Liu Yao"),
    # Shapes of names
    "capitals in the source": (
        Name("Ang", "Tee Wee"),
        [held("programme specialist in social and human sciences", "UNESCO Beijing Office", "at", the=True)],
        FORUM_2022,
        "Tee Wee Ang, programme specialist in social and human sciences at the UNESCO Beijing Office",
        "Ang",
        "Ang, Tee Wee",
    ),
    "particle and accents": (
        Name("Ó hÉigeartaigh", "Seán S."),
        [held("director", "Leverhulme Centre for the Future of Intelligence at the University of Cambridge", the=True)],
        FORUM_2022,
        (
            "Seán S. Ó hÉigeartaigh, director of the Leverhulme Centre for the Future of Intelligence at the "
            "University of Cambridge"
        ),
        "Ó hÉigeartaigh",
        "Ó hÉigeartaigh, Seán S.",
    ),
    "accent first": (
        Name("Soto", "Álvaro"),
        [held("head", "Chilean National Center for Artificial Intelligence", the=True)],
        FORUM_2022,
        "Álvaro Soto, head of the Chilean National Center for Artificial Intelligence",
        "Soto",
        "Soto, Álvaro",
    ),
    "umlaut": (
        Name("Lütge", "Christoph"),
        [
            held("director", "Institute for Ethics in Artificial Intelligence", the=True),
            held("professor of business ethics", "TUM", "at"),
        ],
        FORUM_2022,
        (
            "Christoph Lütge, director of the Institute for Ethics in Artificial Intelligence and professor of "
            "business ethics at TUM"
        ),
        "Lütge",
        "Lütge, Christoph",
    ),
    "hyphen with a small article": (
        Name("Al-Ani", "Ayad"),
        [held("associated member", "Einstein Center Digital Future", ",")],
        IGF_2021,
        "Ayad Al-Ani, associated member, Einstein Center Digital Future",
        "Al-Ani",
        "Al-Ani, Ayad",
    ),
    "middle initial": (
        Name("Curtis", "Samuel M."),
        [held("associate", "Future Society", "at", the=True)],
        FORUM_2022,
        "Samuel M. Curtis, associate at the Future Society",
        "Curtis",
        "Curtis, Samuel M.",
    ),
    "Chinese name, given first": (
        Name("Zhao", "Houlin", native="赵厚麟"),
        [held("secretary-general", "International Telecommunication Union", the=True)],
        FORUM_2020,
        "Houlin Zhao, secretary-general of the International Telecommunication Union",
        "Zhao",
        "Zhao, Houlin",
    ),
    "short reference of their own": (
        Name("Kraft-Buchman", "Caitlin", short="Caitlin"),
        [],
        FORUM_2022,
        "Caitlin Kraft-Buchman",
        "Caitlin",
        "Kraft-Buchman, Caitlin",
    ),
    "homonym, Alibaba": (
        chinese("Zhang", "Hui"),
        [held("senior technical director", "Alibaba Cloud", "at")],
        FORUM_2022,
        "Zhang Hui, senior technical director at Alibaba Cloud",
        "Zhang",
        "Zhang Hui",
    ),
    "homonym, MEGVII": (
        chinese("Zhang", "Hui"),
        [held("head of AI Governance Research", "MEGVII", ",")],
        IGF_2021,
        "Zhang Hui, head of AI Governance Research, MEGVII",
        "Zhang",
        "Zhang Hui",
    ),
}


@pytest.mark.parametrize("case", FIRST_MENTIONS)
def test_a_person_is_introduced(case):
    name, appointments, day, printed, later, in_index = FIRST_MENTIONS[case]
    assert (introduce(name, appointments, day), name.later, name.sorted) == (printed, later, in_index)


def test_there_is_a_case_for_every_way_found():
    assert len(FIRST_MENTIONS) >= 60


# The titles of an earlier forum as the document of 2023 tells them.
QIU_YONG = [
    held("president", "Tsinghua University", **ended(2022, 2)),
    held("secretary", "CPC Tsinghua University Committee", the=True, **since(2022, 3)),
]
TOLD_LATER = {
    "then and now": (
        QIU_YONG,
        FORUM_2020,
        ["then president of Tsinghua University (now secretary of the CPC Tsinghua University Committee)"],
    ),
    "then": (
        [held("special adviser to the UN secretary-general", **ended(2021, 1))],
        FORUM_2020,
        ["then special adviser to the UN secretary-general"],
    ),
    "still": ([held("UNDP resident representative in China")], FORUM_2020, ["UNDP resident representative in China"]),
    "secretary then as now": (QIU_YONG, FORUM_2022, ["secretary of the CPC Tsinghua University Committee"]),
}


@pytest.mark.parametrize("case", TOLD_LATER)
def test_an_earlier_guest_is_told_later(case):
    appointments, day, printed = TOLD_LATER[case]
    assert titles_then(appointments, day, DOCUMENT_2023) == printed


def both(english, translated, organization=None, **more):
    """An appointment in English and in Chinese."""
    names = dict(zip(("en", "zh-hans"), organization, strict=True)) if organization else {}
    return Held({"en": english, "zh-hans": translated}, names, **more)


TSINGHUA = ("Tsinghua University", "清华大学")
WFEO = ("World Federation of Engineering Organizations", "世界工程组织联合会")
IN_CHINESE = {
    "title and organization": (
        chinese("Wang", "Xiqin", "王希勤"),
        [both("president", "校长", TSINGHUA)],
        "清华大学校长王希勤",
    ),
    "two": (
        chinese("Liang", "Zheng", "梁正"),
        [
            both("vice dean", "副院长", ("I-AIIG", "清华大学人工智能国际治理研究院")),
            both("professor", "教授", TSINGHUA),
        ],
        "清华大学人工智能国际治理研究院副院长、清华大学教授梁正",
    ),
    "past": (
        chinese("Gong", "Ke", "龚克"),
        [both("president", "主席", WFEO, once_over="past", **ended(2022, 3))],
        "世界工程组织联合会前主席龚克",
    ),
    "title alone": (
        Name("Trankmann", "Beate"),
        [both("UNDP resident representative in China", "联合国开发计划署驻华代表")],
        "联合国开发计划署驻华代表Beate Trankmann",
    ),
    "organization alone": (
        chinese("Li", "Wei", "李伟"),
        [Held({}, dict(zip(("en", "zh-hans"), TSINGHUA, strict=True)))],
        "清华大学李伟",
    ),
    "no translation": (
        chinese("Gan", "Mo"),
        [held("media solution director", "Huawei Mobile Cloud", "at")],
        "media solution director at Huawei Mobile Cloud Gan Mo",
    ),
    "native name in another script": (
        Name("Neznamov", "Andrey", native="Андрей Незнамов"),
        [both("chairman", "主席")],
        "主席Andrey Neznamov",
    ),
    "given first in Latin only": (Name("Koo", "Benjamin", native="顾学雍"), [], "顾学雍"),
    "before the name": (
        chinese("Liu", "Bai", "刘柏"),
        [both("head", "负责人", ("NetEase Yaotai", "网易瑶台"), before_name=True)],
        "网易瑶台负责人刘柏",
    ),
}


@pytest.mark.parametrize("case", IN_CHINESE)
def test_a_person_is_introduced_in_chinese(case):
    name, appointments, printed = IN_CHINESE[case]
    assert introduce(name, appointments, FORUM_2022, "zh-hans") == printed


@pytest.mark.parametrize(
    ("appointment", "long", "short"),
    [
        (held("dean", "Institute for AI International Governance", the=True, acronym="I-AIIG"),
         "dean of the Institute for AI International Governance", "dean, I-AIIG"),
        (held("consultant", "UNDP Regional Bureau for Asia and the Pacific", "at", the=True, acronym="RBAP"),
         "consultant at the UNDP Regional Bureau for Asia and the Pacific", "consultant, RBAP"),
        (held("assistant secretary-general for policy coordination and inter-agency affairs", "UN DESA", "at",
              short_title={"en": "assistant secretary-general"}),
         "assistant secretary-general for policy coordination and inter-agency affairs at UN DESA",
         "assistant secretary-general, UN DESA"),
        (held("UN resident coordinator in China", acronym="UN"), "UN resident coordinator in China",
         "UN resident coordinator in China"),
        (held("", "Klima DAO", acronym="DAO"), "Klima DAO", "DAO"),
        (held("president", "WFEO", once_over="past", **ended(2022, 3)), "past president of WFEO",
         "past president, WFEO"),
    ],
    ids=["acronym", "acronym-of-a-unit", "short-title", "title-alone", "organization-alone", "past"],
)  # fmt: skip
def test_a_title_has_a_long_and_a_short_form(appointment, long, short):
    assert titles_on([appointment], FORUM_2022) == [long]
    assert titles_on([appointment], FORUM_2022, short=True) == [short]


def test_a_short_form_in_chinese_keeps_the_organization_s_name():
    appointment = both("dean", "院长", TSINGHUA, acronym="THU", short_title={"en": "dean"})
    assert (
        introduce(chinese("Xue", "Lan", "薛澜"), [appointment], FORUM_2022, "zh-hans", short=True) == "清华大学院长薛澜"
    )


@pytest.mark.parametrize(
    ("language", "held_words", "over", "later"),
    [
        ("fr", "président, Université Tsinghua", "président, Université Tsinghua (jusqu’en 2022)",
         "à l’époque président, Université Tsinghua (aujourd’hui dean)"),
        ("es", "presidente, Universidad Tsinghua", "presidente, Universidad Tsinghua (hasta 2022)",
         "entonces presidente, Universidad Tsinghua (ahora dean)"),
        ("ru", "президент, Университет Цинхуа", "президент, Университет Цинхуа (до 2022 года)",
         "на тот момент президент, Университет Цинхуа (ныне dean)"),
        ("ar", "رئيس، جامعة تسينغهوا", "رئيس، جامعة تسينغهوا (حتى عام 2022)",
         "رئيس، جامعة تسينغهوا آنذاك (حاليا dean)"),
    ],
)  # fmt: skip
def test_other_languages_set_title_and_organization_side_by_side(language, held_words, over, later):
    title, organization = held_words.replace("،", ",").split(", ")
    president = Held(
        {"en": "president", language: title}, {"en": "Tsinghua University", language: organization},
        once_over="past", until=dt.date(2022, 12, 1),
    )  # fmt: skip
    x = Name("X")
    assert introduce(x, [president], FORUM_2020, language) == f"X, {held_words}"
    assert introduce(x, [president], FORUM_2022, language) == f"X, {over}"
    dean = held("dean", **since(2023))
    assert titles_then([president, dean], FORUM_2020, DOCUMENT_2023, language) == [later]
    semicolon = "؛ " if language == "ar" else "; "
    assert introduce(x, [president, held("dean")], FORUM_2020, language) == f"X, {held_words}{semicolon}dean"


@pytest.mark.parametrize(
    ("name", "language", "printed"),
    [
        (Name("Xue", "Lan", family_first=True, native="薛澜"), "zh-hans", "薛澜"),
        (Name("Xue", "Lan", family_first=True, native="薛澜"), "ru", "Xue Lan"),
        (Name("Neznamov", "Andrey", native="Андрей Незнамов"), "ru", "Андрей Незнамов"),
        (Name("Neznamov", "Andrey", native="Андрей Незнамов"), "en", "Andrey Neznamov"),
        (Name("Al-Ani", "Ayad", native="إياد العاني"), "ar", "إياد العاني"),
        (Name("Al-Ani", "Ayad"), "ar", "Ayad Al-Ani"),
        (Name("Trankmann", "Beate"), "zh-hans", "Beate Trankmann"),
    ],
)
def test_a_text_has_the_name_in_its_own_script(name, language, printed):
    assert name.in_language(language) == printed


@pytest.mark.parametrize(
    ("name", "title", "printed"),
    [
        (Name("Hall", "Wendy", honorific="Dame"), "Professor", "Professor Dame Wendy Hall"),
        (Name("Li", "Wei", family_first=True, honorific="H.E."), "Ambassador", "H.E. Ambassador Li Wei"),
        (Name("Zeng", "Xiangquan", family_first=True, honorific="Professor"), "Professor", "Professor Zeng Xiangquan"),
        (Name("Hall", "Wendy"), "", "Wendy Hall"),
    ],
    ids=["beside-dame", "after-excellency", "said-once", "none"],
)
def test_a_title_stands_before_the_name(name, title, printed):
    assert name.addressed(title) == printed


def test_the_native_name_stands_beside_the_latin_one():
    assert chinese("Xue", "Lan", "薛澜").beside == "Xue Lan 薛澜"
    assert Name("Trankmann", "Beate").beside == "Beate Trankmann"
