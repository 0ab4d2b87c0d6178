"""Statistics as papers of several houses write them: true ones raise nothing, false ones are found.

Expected values are from R 4.2: pt, pf, pchisq and pnorm (upper tails, two-sided); psignrank, pwilcox and
wilcox.test for ranks. Cramer's V is by hand: sqrt(chi2 / (N m)).
"""

import time

import pytest
from aimed.audit.coherence.documents.statistics import check_paragraphs
from aimed.audit.coherence.p_values import p_range_of_u, p_range_of_w

SOUND = """\
Students in the intervention group scored higher (M = 4.12, SD = 0.88) than controls (M = 3.71, SD = 0.91),
t(118) = 2.51, p = .013, d = 0.46, 95% CI [0.09, 0.82].

There was a main effect of condition, F(2, 147) = 3.92, MSE = 1.24, p = .022, ηp2 = .05.

The association was significant, χ2(1, N = 212) = 6.64, p = .010, φ = .18.

Mortality was 12·4% (95% CI 10·1–14·7) in the treatment group and 9·8% (7·7–11·9) in controls; hazard ratio
1·29 (95% CI 1·01–1·65; p=0·041).

Of 1 204 eligible patients, 602 (50%) were assigned to surgery; 1,043 of 1,204 (86.6%) completed follow-up.

Adherence was 45/60 (75%) v 38/61 (62%); odds ratio 1.82 (95% confidence interval 0.83 to 3.96), P=0.13.

A total of 12,345/24,690 (50.0%) women and 3 of 7 (43%) men took part; P<0.001.

Median age was 24 (IQR 21–29; range 18–67) years, and 64 of the 128 respondents (50%) were women.

Scores rose by 3.2 points (95% CI 1.1 to 5.3; P = 0.003).

The ratio of 5/10 (2.5–7.5%) and 24/7 care (100%) were noted on 3/4 (75%) of days.

z = 2.33, p = .020; r(58) = .31, p = .016; Mann–Whitney U = 412.5, n1 = 30, n2 = 32, p = .33; H(2) = 7.82, p
= .020.

Wilcoxon signed-rank test: W = 120, n = 30, z = −2.31, p = .021.

On a 5-point Likert scale the mean score was 3.85 (SD 0.91; n = 47).

Relative risk 0.83 (0.71 to 0.97; P=0.02); RR 1.20 [95% CI, 1.02–1.41]; HR, 0.76 (95% CI, 0.62 to 0.94; P =
.01).

Cronbach's alpha was 0.87 (95% CI 0.84 to 0.90); ICC 0.91 (95% CI: 0.85, 0.95).

The difference was −2.4 percentage points (95% CI −5.6 to 0.8), i.e. non-inferior; mean difference −0.12
(−0.31; 0.07).

In 2019/2020 (12%) and 2 of 3 (two thirds, 66.7%) sites, 95% CI.

Table 2 shows 15 of 20 (75%; 95% CI 53% to 89%) and 0 of 12 (0%; 95% CI 0 to 24).

The one-sided test gave t(30) = 1.70, p = .0497; Welch's t(45.3) = 2.02, p = 0.049; t(1,234) = 1.96, p =
.05.

B = 0.34, SE = 0.12, t(210) = 2.83, p = .005; β = −.21, t = −2.4, p = .017; F(1, 98) < 1, ns.

Between-group difference: 1.5 (95% CI −0.2 to 3.2), p = .08; 23 of 25 schools (in 12 countries) (92%)
replied; of 300 invited, 180 (60%) answered.

χ2 = 12.3, df = 4, p = 0.015; χ2 (3) = 7.81, P = 0.0502; χ²=3.84 (df=1), p = .05; Fisher's exact, p = .03.

Kendall's W = 0.42, p < .001; Shapiro–Wilk W = 0.97, p = .21; Wald W = 3.9, p = .048. Student's t(28)=2.763,
p=0.01. F(3,36)=2.87,p<.05

The mean of ratings was 4.2 ± 0.7 (n = 33); mean Likert rating 3.9 (range 1–5, n = 12 of 14).

GPT-4 answered 87 of 100 questions (87%), and 43.5 of 50 points (87%); 1.5 of 3 (50%).

Effects were small (r = .12, 95% CI [−.02, .25], p = .09), rs(126) = .21, p = .018.

The pooled prevalence was 15.3% (95% CI: 12.1%–18.9%, I2 = 87%), 99% CI 9.8 to 21.0.

Of the 128, 10 of 14 (71%, 95% CI 45–88) versus 20 of 24 (83%) [95% CI 64, 93]. OR = 0.5; 95% CI = 0.1, 2.0.

F(2.0, 94.1) = 3.15, p = .047 (Greenhouse–Geisser); F(1,58)=4.00, p=.050; t(58) = 2.00, p = .050; t(98) =
0.00, p = 1.00; p > .99.

Participants (n = 45) rated it (M = 3.1, SD = 1.0, n = 45) on a seven-point scale where each score is the
average of 4 items (Likert).

In the first trial 48% (95% CI 41–55) and in the second 52% (45–59); 7 out of 9 experts (78 %).

Difference 4.0 (95% CI, −0.5-8.5), and 0.3 (95% CI 0.1-0.5).

The difference was 2.3, t(58) = 2.00, p = .050, 95% CI [0.01, 4.60]; χ2(2,300) = 6.1, p = .047.

Response rates were 48% vs 52% (95% CI −11 to 3) and 12 of 14 (95% CI 57 to 98).

The test gave t(30) = 2.10, p = .13 (Bonferroni-corrected); U = 412.5, n1 = 30, n2 = 32, p = .33.

Mann-Whitney test (U = 960, n1 = 40, n2 = 40, p = .013). Wilcoxon signed-rank test: V = 306, n = 30, p =
.0045. Wilcoxon rank-sum test: W = 667, n1 = 30, n2 = 30, p = .001.

t = 2.10, df = 30, p-value = 0.044; χ2(1, N = 212) = 6.64, p = .010, V = .18; χ2(4, N = 300) = 12.2, p =
.016, Cramér's V = .14; χ2(4, N = 300) = 12.2, p = .016, Cramér's V = .20.

The mean of the 4-item Likert scale was 3.49 (n = 20), that of the averaged Likert items 3.477 (n = 20).

Table 2 115 of 128 (89.8%) and Table 3 12 of 20 (60%). p=0·0021 and p<0·0001. 3/4 (75%).

I2=45%, p=0.03. Kruskal-Wallis H = 5.99, df = 2, p = .050. r = .31, n = 60, p = .016. OR = 1.5, 95% CI =
1.1, 2.0.

Eight of 10 (80%); 12 of 15 (80.0%, exact 95% CI 51.9 to 95.7); 120 of 1500 patients (8%).

t(30) = 7.10, p = 6.6 x 10-10; t(30) = 7.10, p = 6.6 × 10−8; z = 6.2, P = 6e-10;

U = 100, n1 = 40, n2 = 40, p = 2e-11.

The rate was 12 per 1,000 (95% CI 10 to 14), or 8 deaths per 1,000 (95% CI 6 to 11), and at week 12 (95% CI
1.1 to 2.0).

Compared with group 2 (95% CI 0.4 to 0.9), scores fell by 1.9 to 3.2 (95% CI 1.2 to 2.6). Week 12 (95% CI
1.1 to 2.0).

It was 62 of 128 (70.1% women), 12 of 128 (40% of those who answered, 9.4% of all), 6 of 12 months (30% of
the budget).

Wave 2 of 3 (65% response), wave 2 of 3 (65%), and those with 3 of 10 criteria (45%).
"""


@pytest.mark.parametrize("text", SOUND.strip().split("\n\n"))
def test_true_statistics_raise_nothing(text: str) -> None:
    assert check_paragraphs("x", [(1, " ".join(text.split()))]) == []


FAULTY = {
    "The rate was 12 per 1,000 (95% CI 15 to 19)": ["the interval 15 to 19 misses 12"],
    "rose by 2.5 (95% CI 2.7 to 3.1)": ["the interval 2.7 to 3.1 misses 2.5"],
    "62 of 128 (50.1% of all)": ["62/128 is 48.4%"],
    "62 of 128 (50.1% and more)": ["62/128 is 48.4%"],
    "t(30) = 7.10, p = 0.66": ["the statistic gives p = 7e-08"],  # R: 6.6e-08
    "Mann-Whitney U = 700, n1 = 30, n2 = 32, p = .013": [
        "groups of 30 and 32 give p from 0 to 0.0043, whatever the ties"  # R, normal: 0.0020
    ],
    "U = 412.5, n1 = 30, n2 = 32, p = .63": [  # R: 0.344 exact, 0.345 normal
        "groups of 30 and 32 give p from 0.00024 to 0.4, whatever the ties"
    ],
    "U = 1000, n1 = 30, n2 = 32, p = .03": ["groups of 30 and 32 have a U of 960 at most"],
    "Wilcoxon signed-rank: W = 120, n = 30, p = .001": [  # R: 0.020 exact, 0.021 normal
        "30 pairs give p from 0.0044 to 1, whatever the ties"
    ],
    "Signed rank test, W = 120 (n = 30 non-zero differences), p = .20": [
        "30 pairs give p from 0.0044 to 0.026, whatever the ties"
    ],
    "Signed rank test, V = 500 (n = 30), p = .02": ["30 pairs have a W of 465 at most"],
    "χ2(1, N = 212) = 6.64, p = .010, V = .08": ["chi-square and N give V = 0.18"],
    "χ²(4, N = 300) = 12.2, p = .016, Cramér's V = .30": ["chi-square and N give V = 0.20 or 0.14"],
    "t = 2.10, df = 30, p-value = 0.014": ["the statistic gives p = 0.044"],
    "t(30) = 2.10, d = 0.4, p = .22": ["the statistic gives p = 0.044"],
    "t(1,234) = 1.96, p = .005": ["the statistic gives p = 0.050"],
    "t(30) = 2.10, p = .01 (Bonferroni-corrected)": ["the statistic gives p = 0.044"],
    "F(1,234) = 4.00, p = .005": ["the statistic gives p = 0.047"],
    "hazard ratio 1·29 (95% CI 1·31–1·65; p=0·041)": ["the interval 1·31 to 1·65 misses 1·29"],
    "odds ratio 1.82 (95% confidence interval 2.83 to 3.96)": ["the interval 2.83 to 3.96 misses 1.82"],
    "d = 0.46, 95% CI [0.49, 0.82]": ["the interval 0.49 to 0.82 misses 0.46"],
    "1 043 of 1 204 (85.6%)": ["1043/1204 is 86.6%"],
    "45/60 (70%) v 38/61 (62%)": ["45/60 is 75%"],
    "On the 4-item Likert scale the mean score was 3.477 (n = 20)": [
        "80 whole numbers give 3.475 or 3.487, not 3.477"
    ],
}


@pytest.mark.parametrize("text", FAULTY)
def test_false_statistics_are_found(text: str) -> None:
    found = [finding.found.rpartition('": ')[2] for finding in check_paragraphs("x", [(1, text)])]
    assert found == FAULTY[text]


@pytest.mark.parametrize(
    "piece", ["123,", "1 234 ", "12 of 12 a b c ", "n = 3, ", "2.5 (95% CI ", "U = 3 ", "mean 3.2 "]
)
def test_no_text_takes_long(piece: str) -> None:
    started = time.process_time()
    check_paragraphs("x", [(1, piece * 3000)])
    assert time.process_time() - started < 2


RANGES = [  # R: exact p, then the normal one with continuity correction
    (p_range_of_w(120, 30, 30), 0.01966082, 0.02124207),
    (p_range_of_w(8, 10, 10), 0.04882812, 0.052787),
    (p_range_of_w(3, 6, 6), 0.15625, 0.1422132),
    (p_range_of_w(306, 30, 20), 0.004458035, 0.004458035),  # wilcox.test with ties and zeros: 27 differ
    (p_range_of_u(412.5, 30, 32), 0.3442034, 0.3452946),
    (p_range_of_u(20, 10, 12), 0.007144558, 0.009199423),
    (p_range_of_u(960, 40, 40), 0.01308624, 0.01308624),  # wilcox.test of yes and no
]


@pytest.mark.parametrize(("found", "exact", "normal"), RANGES)
def test_the_range_of_p_holds_the_exact_and_the_normal_one(
    found: tuple[float, float], exact: float, normal: float
) -> None:
    assert found[0] <= min(exact, normal) <= max(exact, normal) <= found[1]
