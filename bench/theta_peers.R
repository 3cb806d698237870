# Is R's ses(), the heart of thetaf, at the least squares? Given α the best first level is a linear regression, so they
# are found by a search in α alone (a grid of 17, then golden sections), as Tartip does. On each M3 series of ../shared:
# Rscript bench/theta_peers.R ../shared
suppressMessages(library(forecast))
folder <- file.path(commandArgs(TRUE)[1], "reference/forecasting")
index <- read.csv(file.path(folder, "m3_index.csv"))
values <- read.csv(file.path(folder, "m3_series.csv"))
values <- split(values[values$split == "train", ], values$series[values$split == "train"])

squares <- function(x, alpha) {
  level <- 0; share <- 1; ee <- 0; es <- 0; ss <- 0
  for (value in x) {
    e <- value - level
    ee <- ee + e * e; es <- es + e * share; ss <- ss + share * share
    level <- level + alpha * e; share <- share * (1 - alpha)
  }
  ee - es * es / ss
}
least <- function(x) {
  grid <- seq(1e-4, 0.9999, length.out = 17)
  at <- which.min(sapply(grid, squares, x = x))
  around <- grid[c(max(at - 1, 1), min(at + 1, 17))]
  min(optimize(squares, around, x = x, tol = 1e-9)$objective, squares(x, grid[at]))
}
excess <- sapply(index$series, function(name) {
  rows <- values[[name]]
  x <- ts(rows$value[order(rows$t)], frequency = index[index$series == name, 4])
  m <- frequency(x)
  if (m > 1 && length(x) > 2 * m) {
    r <- as.numeric(acf(x, lag.max = m, plot = FALSE)$acf)[-1]
    if (abs(r[m]) / sqrt((1 + 2 * sum(r[-m]^2)) / length(x)) > qnorm(0.95)) x <- seasadj(decompose(x, "multiplicative"))
  }
  sum(residuals(ses(x, h = 1))^2) / least(x) - 1
})
cat(length(excess), "series; R's squares above the least by more than 1e-12:", sum(excess > 1e-12), "1e-6:",
    sum(excess > 1e-6), "1e-3:", sum(excess > 1e-3), "most:", max(excess), "below it by more than 1e-9:",
    sum(excess < -1e-9), "\n")
