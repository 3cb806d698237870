# The centre's tables in rsdmx, the R client of SDMX: Rscript tests/clients/rsdmx.R ADDRESS FLOW. Prints the flows, the dimensions and the
# sum of the counts in generic and in structure-specific data.
suppressMessages(library(rsdmx))
asked <- commandArgs(TRUE)
flows <- as.data.frame(readSDMX(paste0(asked[1], "/sdmx/dataflow")))
structure <- readSDMX(paste0(asked[1], "/sdmx/datastructure/TARTIP/DSD_", asked[2]))
dimensions <- vapply(slot(slot(structure, "datastructures")@datastructures[[1]]@Components, "Dimensions"), function(one) one@conceptRef, "")
sums <- vapply(c("genericdata", "structurespecificdata"), function(format) {
  figures <- as.data.frame(readSDMX(paste0(asked[1], "/sdmx/data/", asked[2], "?format=", format)))
  value <- if (format == "genericdata") figures$obsValue else figures$OBS_VALUE
  sum(as.numeric(value[figures$INDICATOR == "tartip@count@v1"]))
}, 0)
cat(flows$id, paste(dimensions, collapse = ","), sums)
