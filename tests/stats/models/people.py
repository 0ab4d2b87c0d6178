"""A hundred and twenty made-up people whose models R was asked for: PEOPLE_IN_R makes the same in R 4.2.2."""

import numpy as np
from aimed.stats.models.design import Design
from aimed.stats.models.request import Predictor

PEOPLE_IN_R = """
i <- 0:119
d <- data.frame(sex = factor(c("m", "w")[(i * 7) %% 5 %% 2 + 1]),
                year = factor(c("a", "b", "c")[(i * 11) %% 7 %% 3 + 1]),
                age = 18 + (i * 13) %% 17, cl = (i * 5) %% 11)
d$score <- (i * 29) %% 23 + 3 * (d$sex == "w") + 0.3 * d$age + 4 * (d$year == "c")
d$ev <- as.numeric(d$score > 20); d$place <- findInterval(d$score, c(14, 19, 24))
"""
AT = np.arange(120)
SEX = np.array(["m", "w"], dtype=object)[AT * 7 % 5 % 2]
YEAR = np.array(["a", "b", "c"], dtype=object)[AT * 11 % 7 % 3]
AGE = (18 + AT * 13 % 17).astype(float)
CLUSTER = (AT * 5 % 11).astype(str)
SCORE = AT * 29 % 23 + 3 * (SEX == "w") + 0.3 * AGE + 4 * (YEAR == "c")
EVENT = (SCORE > 20).astype(float)
PLACE = np.digitize(SCORE, [14, 19, 24])
PREDICTORS = (
    Predictor("sex", ("m", "w"), "m", True),
    Predictor("year", ("a", "b", "c"), "a", True),
    Predictor("age", (), "", True),
)
DESIGN = Design(PREDICTORS, (("sex", "age"),), {"sex": SEX, "year": YEAR, "age": AGE})
