"""A small study, and what of it is written otherwise after each renaming: by hand, pair by pair."""

FILES = {
    "config.yaml": (
        "study: demo\nsmallest_cell: 5\nmanuscript: {attribution: [income, 'gender']}  # income first\n"
    ),
    "manuscript/forms.yaml": 'forms: {pct: "{pct}"}\nattribution:\n  income: "Student, {label}"\n',
    "data/codebook/variables.csv": (
        "variable,label,type,scale,unit,min,max,role,personal,shown_if\r\n"
        'income,"Income, of the country",category,income,,,,group,no,\r\n'
        "gender,Gender,category,gender,,,,group,no,\r\n"
        "net,The net is good,ordered,view,,,,outcome,no,gender in woman|man\r\n"
        "hours,Hours on the net,number,,hours,0,9,outcome,no,net is yes\r\n"
        "topic,Topics,multi,topic,,,,outcome,no,\r\n"
    ),
    "data/codebook/scales.csv": (
        "scale,code,order,label,collapsed\n"
        "income,high,1,High,hic\nincome,low,2,Low,lmic\n"
        "income_collapsed,hic,1,High-income,\nincome_collapsed,lmic,2,Others,\n"
        "gender,woman,1,Woman,\ngender,man,2,Man,\n"
        "view,no,1,No,no\nview,yes,2,Yes,yes\nview_collapsed,no,1,No,\nview_collapsed,yes,2,Yes,\n"
        "topic,coding,1,Coding,\ntopic,law,2,Law,\n"
    ),
    "data/codebook/missing.csv": "reason,label\nrefused,Refused\n",
    "data/codebook/themes.csv": (
        "code,parent,label\naccess,,Access\naccess.net,access,The net\n"
        "ethics,,Ethics\nethics.bias,ethics,Bias\n"
    ),
    "data/cohorts/a/cohort.yaml": (
        "title: net of schools\nfiles: {survey: {path: net.csv}}\nrespondent_id: net\n"
        "participants:\n  p1: {gender: woman, income: 'high'}\n"
    ),
    "data/cohorts/a/crosswalk.csv": (
        "\ufeffsource_variable;source_value;variable;value;missing_reason;rule;note\n"
        'net;yes;net;yes;;;"the net; yes"\nnet;no;net;no;;;\n'
        "q2;1;topic__coding;yes;;;\nq3;w;gender;woman;;;\n"
    ),
    "analyses/support.yaml": (
        "# net is what was asked\nquestion: Is the net good?\nplanned: yes\nkind: distribution\n"
        "outcomes: [net, topic]\nevent: {net: yes}\nby: income\ncollapsed: yes\nalso_by:\n  - gender\n"
        "compare: [hic, lmic]\npopulation: [[gender, in, [woman, man]], [topic__coding, is, yes]]\n"
    ),
    "analyses/more.yaml": (
        "question: Again?\nplanned: no\nkind: multiverse\nof: [support]\n"
        "choices: {outcome: [event], population: {women: [[gender, is, woman]]}}\n"
    ),
    "analyses/codes.yaml": "question: Which?\nplanned: yes\nkind: codes\nby: income\ncollapsed: yes\n",
    "manuscript/tables.yaml": (
        "- id: support\n  analysis: support\n  kind: comparison\n  rows: [net, topic]\n"
        '  columns: [all, hic, "lmic", hic_vs_lmic]  # hic first\n'
        "  labels: {hic: net of hic, net: The net, topic.coding: Coding}\n"
        "  notes: ['[support.net.hic.pct]{.num} of hic and net.']\n"
    ),
    "manuscript/figures.yaml": (
        "- id: f\n  analysis: codes\n  kind: heat\n  groups: [hic, lmic]\n"
        "  items: [access.net, ethics.bias]\n"
        "  labels:\n    access.net: net\n"
        "  alt: >-\n    Of [codes.access.net.hic.turns]{.num} turns, net and hic.\n"
    ),
    "manuscript/joint.yaml": (
        "alike:\n  - {item: support.net, codes: [access.net]}\nrows:\n"
        "  - id: net\n    statement: The net of hic.\n"
        "    survey:\n      numbers: [support.net.hic.pct]\n      for: >-\n        support.net.hic.pct > 50\n"
        '      says: "[support.net.hic]{.num as=pct} in hic."\n    groups:\n      codes: [access.net]\n'
    ),
    "manuscript/paper.qmd": (
        '---\ntitle: The net\n---\n<!-- [support.net.hic.pct]{.num} -->\n\n# Net {of="support.net"}\n\n'
        "[.hic.pct]{.num} of hic said so, `[support.net.all.pct]{.num}`.\n\n# More\n\n"
        '[More in hic]{.claim holds="hic > lmic in support.net.pct and support.net.all.level.yes.pct > 1"}.\n'
        '[Coding first]{.claim holds="largest(support.topic.*.all.pct) == coding"}: '
        "[support.topic.coding.hic_vs_lmic.p]{.num}, [support.net.all.collapsed.yes.pct]{.num}.\n"
        '[said]{.quote turn="a/net/2" code="access.net"} [codes.access.net.hic.turns]{.num}\n'
    ),
}
CHANGED: dict[str, tuple[tuple[str, str], dict[str, list[tuple[str, str]]]]] = {
    "a variable": (
        ("variable:net", "web"),
        {
            "data/codebook/variables.csv": [
                ("\r\nnet,The net", "\r\nweb,The net"),
                ("no,net is yes", "no,web is yes"),
            ],
            "data/cohorts/a/crosswalk.csv": [
                ("net;yes;net;yes", "net;yes;web;yes"),
                ("net;no;net;no", "net;no;web;no"),
            ],
            "analyses/support.yaml": [("[net, topic]", "[web, topic]"), ("{net: yes}", "{web: yes}")],
            "manuscript/tables.yaml": [
                ("rows: [net, topic]", "rows: [web, topic]"),
                ("net: The net", "web: The net"),
                ("[support.net.hic.pct]", "[support.web.hic.pct]"),
            ],
            "manuscript/joint.yaml": [
                ("item: support.net", "item: support.web"),
                ("numbers: [support.net.hic.pct]", "numbers: [support.web.hic.pct]"),
                ("        support.net.hic.pct > 50", "        support.web.hic.pct > 50"),
                ("[support.net.hic]{.num", "[support.web.hic]{.num"),
            ],
            "manuscript/paper.qmd": [
                ('of="support.net"', 'of="support.web"'),
                (
                    "in support.net.pct and support.net.all.level",
                    "in support.web.pct and support.web.all.level",
                ),
                ("[support.net.all.collapsed.yes.pct]{.num}.", "[support.web.all.collapsed.yes.pct]{.num}."),
            ],
        },
    ),
    "a group": (
        ("hic", "rich"),
        {
            "data/codebook/scales.csv": [
                ("1,High,hic", "1,High,rich"),
                ("income_collapsed,hic", "income_collapsed,rich"),
            ],
            "analyses/support.yaml": [("compare: [hic,", "compare: [rich,")],
            "manuscript/tables.yaml": [
                ('[all, hic, "lmic", hic_vs_lmic]', '[all, rich, "lmic", rich_vs_lmic]'),
                ("{hic: net of hic", "{rich: net of hic"),
                ("support.net.hic.pct", "support.net.rich.pct"),
            ],
            "manuscript/figures.yaml": [
                ("groups: [hic,", "groups: [rich,"),
                ("access.net.hic.turns", "access.net.rich.turns"),
            ],
            "manuscript/joint.yaml": [
                ("[support.net.hic.pct]", "[support.net.rich.pct]"),
                ("        support.net.hic.pct > 50", "        support.net.rich.pct > 50"),
                ("[support.net.hic]", "[support.net.rich]"),
            ],
            "manuscript/paper.qmd": [
                ("[.hic.pct]{.num} of hic", "[.rich.pct]{.num} of hic"),
                ('holds="hic > lmic', 'holds="rich > lmic'),
                ("coding.hic_vs_lmic.p", "coding.rich_vs_lmic.p"),
                ("[codes.access.net.hic.turns]", "[codes.access.net.rich.turns]"),
            ],
        },
    ),
    "an option": (
        ("topic.coding", "programs"),
        {
            "data/codebook/scales.csv": [("topic,coding", "topic,programs")],
            "data/cohorts/a/crosswalk.csv": [("topic__coding", "topic__programs")],
            "analyses/support.yaml": [("topic__coding", "topic__programs")],
            "manuscript/tables.yaml": [("topic.coding: Coding", "topic.programs: Coding")],
            "manuscript/paper.qmd": [
                (") == coding", ") == programs"),
                ("topic.coding.hic_vs_lmic", "topic.programs.hic_vs_lmic"),
            ],
        },
    ),
    "a code that a coarser one shares": (
        ("view.yes", "sure"),
        {
            "data/codebook/scales.csv": [("view,yes", "view,sure")],
            "data/codebook/variables.csv": [("net is yes", "net is sure")],
            "data/cohorts/a/crosswalk.csv": [("net;yes;net;yes", "net;yes;net;sure")],
            "manuscript/paper.qmd": [("all.level.yes.pct", "all.level.sure.pct")],
        },
    ),
    "a coarser code": (
        ("view_collapsed.yes", "sure"),
        {
            "data/codebook/scales.csv": [
                ("2,Yes,yes", "2,Yes,sure"),
                ("view_collapsed,yes", "view_collapsed,sure"),
            ],
            "analyses/support.yaml": [("{net: yes}", "{net: sure}")],
            "manuscript/paper.qmd": [("collapsed.yes.pct", "collapsed.sure.pct")],
        },
    ),
    "a code of people": (
        ("gender.woman", "female"),
        {
            "data/codebook/scales.csv": [("gender,woman", "gender,female")],
            "data/codebook/variables.csv": [("gender in woman|man", "gender in female|man")],
            "data/cohorts/a/cohort.yaml": [("gender: woman", "gender: female")],
            "data/cohorts/a/crosswalk.csv": [("gender;woman", "gender;female")],
            "analyses/support.yaml": [("[woman, man]", "[female, man]")],
            "analyses/more.yaml": [("[gender, is, woman]", "[gender, is, female]")],
        },
    ),
    "a variable of people": (
        ("variable:gender", "sex"),
        {
            "config.yaml": [("'gender'", "'sex'")],
            "data/codebook/variables.csv": [("\r\ngender,", "\r\nsex,"), ("gender in", "sex in")],
            "data/cohorts/a/cohort.yaml": [("{gender: woman", "{sex: woman")],
            "data/cohorts/a/crosswalk.csv": [("gender;woman", "sex;woman")],
            "analyses/support.yaml": [("  - gender", "  - sex"), ("[[gender,", "[[sex,")],
            "analyses/more.yaml": [("[gender, is", "[sex, is")],
        },
    ),
    "a theme": (
        ("theme:access", "barriers"),
        {
            "data/codebook/themes.csv": [
                ("\naccess,,", "\nbarriers,,"),
                ("access.net,access", "barriers.net,barriers"),
            ],
            "manuscript/figures.yaml": [
                ("items: [access.net", "items: [barriers.net"),
                ("    access.net: net", "    barriers.net: net"),
                ("codes.access.net", "codes.barriers.net"),
            ],
            "manuscript/joint.yaml": [
                ("support.net, codes: [access.net]", "support.net, codes: [barriers.net]"),
                ("      codes: [access.net]", "      codes: [barriers.net]"),
            ],
            "manuscript/paper.qmd": [
                ('code="access.net"', 'code="barriers.net"'),
                ("[codes.access.net.hic.turns]", "[codes.barriers.net.hic.turns]"),
            ],
        },
    ),
    "an analysis": (
        ("support", "wish-for"),
        {
            "analyses/more.yaml": [("of: [support]", "of: [wish-for]")],
            "manuscript/tables.yaml": [
                ("analysis: support", "analysis: wish-for"),
                ("[support.net", "[wish_for.net"),
            ],
            "manuscript/joint.yaml": [
                ("item: support.net", "item: wish_for.net"),
                ("[support.net.hic.pct]", "[wish_for.net.hic.pct]"),
                ("        support.net.hic.pct > 50", "        wish_for.net.hic.pct > 50"),
                ("[support.net.hic]", "[wish_for.net.hic]"),
            ],
            "manuscript/paper.qmd": [
                ('of="support.net"', 'of="wish_for.net"'),
                ("in support.net.pct and support.net.all", "in wish_for.net.pct and wish_for.net.all"),
                ("largest(support.topic", "largest(wish_for.topic"),
                ("[support.topic.coding", "[wish_for.topic.coding"),
                ("[support.net.all.collapsed", "[wish_for.net.all.collapsed"),
            ],
        },
    ),
}
