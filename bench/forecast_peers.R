# How accurate and how fast is R's forecast on the M3 series of ../shared? One core. `make bench-peers` runs this and
# forecast_bench one after the other; compare the ratios of one run, not times of different ones.
suppressMessages(library(forecast))
folder <- file.path(commandArgs(TRUE)[1], "reference/forecasting")
index <- read.csv(file.path(folder, "m3_index.csv"))
values <- read.csv(file.path(folder, "m3_series.csv"))
monthly <- sort(index$series[index$period == "MONTHLY"])
monthly <- monthly[seq(1, length(monthly), by = 7)]

train <- lapply(monthly, function(name) {
  rows <- values[values$series == name & values$split == "train", ]
  ts(rows$value[order(rows$t)], frequency = 12)
})
timed <- function(label, method, count) {
  used <- train[seq_len(min(count, length(train)))]
  seconds <- system.time(for (y in used) forecast(method(y), h = 18))[["user.self"]]
  cat(sprintf("%-12s %4d series  %8.1f ms a series\n", label, length(used), 1000 * seconds / length(used)))
}
cat("R", as.character(getRversion()), "forecast", as.character(packageVersion("forecast")), "\n")
timed("thetaf", function(y) thetaf(y, h = 18), length(train))
timed("ets", ets, length(train))
timed("auto.arima", auto.arima, length(train))
