# Turns two registers that Debian carries inside R packages into plain files, for the demonstration centre:
#   fires.csv, region.geojson   clmfires of r-cran-spatstat.data: forest fires in Castilla-La Mancha 1998-2007
#   incidents.csv               incidents of r-cran-rgooglemaps: a sample of San Francisco police reports of 2012
# Base R only. Usage: Rscript --vanilla demo/convert.R OUTPUT_FOLDER
out <- commandArgs(trailingOnly = TRUE)[1]
dir.create(out, showWarnings = FALSE, recursive = TRUE)
number <- function(x) format(x, digits = 10, scientific = FALSE, trim = TRUE)

spatstat <- new.env()
invisible(lazyLoad(file.path(system.file(package = "spatstat.data"), "data", "Rdata"), envir = spatstat))
fires <- spatstat$clmfires
write.csv(data.frame(date = format(fires$marks$date, "%Y-%m-%d"), cause = as.character(fires$marks$cause),
                     burnt_area_ha = number(fires$marks$burnt.area), x_km = number(fires$x), y_km = number(fires$y)),
          file.path(out, "fires.csv"), row.names = FALSE, quote = FALSE)

# The outline, in metres: rings closed; spatstat lists holes clockwise.
ring <- function(piece) {
  points <- sprintf("[%s,%s]", number(piece$x * 1000), number(piece$y * 1000))
  paste0("[", paste(c(points, points[1]), collapse = ","), "]")
}
rings <- paste(vapply(fires$window$bdry, ring, ""), collapse = ",")
writeLines(paste0('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"CLM"},',
                  '"geometry":{"type":"Polygon","coordinates":[', rings, ']}}]}'), file.path(out, "region.geojson"))

maps <- new.env()
load(file.path(system.file(package = "RgoogleMaps"), "data", "incidents.rda"), envir = maps)
incidents <- maps$incidents
write.csv(data.frame(row = rownames(incidents), incident = incidents$IncidntNum, date = format(incidents$Date, "%Y-%m-%d"),
                     time = incidents$Time, category = as.character(incidents$Category), description = incidents$Descript,
                     district = incidents$PdDistrict, resolution = incidents$Resolution, location = incidents$Location,
                     lon = number(incidents$lon), lat = number(incidents$lat)),
          file.path(out, "incidents.csv"), row.names = FALSE, na = "")
