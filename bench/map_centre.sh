# A centre with many events on a map, for the benches that source this: make_map_centre FOLDER EVENTS makes FOLDER/centre with the
# registers "events" (EVENTS of them in 200 towns of very unequal size in a country of 42° × 16°, 224 districts) and "few" (the first
# 1 000), and the user ana, whose password is in $password. serve_map_centre FOLDER starts a server: its address is in $at, its process in $server.
password='a long enough phrase'
make_map_centre() {
  local folder=$1 events=$2
  export TARTIP_CENTRE="$folder/centre" XDG_CONFIG_HOME="$folder/config"
  cat >"$folder/land.toml" <<'END'
id = "land"
name = { en = "Land" }
source = "generated"
[[level]]
id = "district"
name = { en = "districts" }
[[units]]
level = "district"
file = "land.geojson"
code = "code"
name = { en = "name" }
[[population]]
level = "district"
file = "residents.csv"
unit = "code"
year = 2021
count = "residents"
END
  # 16 × 14 districts with crooked borders of 64 vertices each; neighbours have the same ones.
  awk 'function east(i, j, s) { return 46 + 2.625 * (i + s) } function north(i, j, s) { return 40 + 1.15 * (j + s) }
    function across(i, j, s) { return sprintf("[%.5f,%.5f]", east(i, j, s), north(i, j, 0) + (j % 14 ? 0.12 * sin(12.566 * s + i + 3 * j) * sin(3.1416 * s) : 0)) }
    function along(i, j, s) { return sprintf("[%.5f,%.5f]", east(i, j, 0) + (i % 16 ? 0.25 * sin(12.566 * s + 2 * i + j) * sin(3.1416 * s) : 0), north(i, j, s)) }
    BEGIN { printf "{\"type\":\"FeatureCollection\",\"features\":["
      for (j = 0; j < 14; ++j) for (i = 0; i < 16; ++i) {
        ring = ""
        for (k = 0; k < 16; ++k) ring = ring across(i, j, k / 16) ","
        for (k = 0; k < 16; ++k) ring = ring along(i + 1, j, k / 16) ","
        for (k = 16; k > 0; --k) ring = ring across(i, j + 1, k / 16) ","
        for (k = 16; k >= 0; --k) ring = ring along(i, j, k / 16) (k ? "," : "")
        printf "%s{\"type\":\"Feature\",\"properties\":{\"code\":\"D%d\",\"name\":\"District %d\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[%s]]}}", n++ ? "," : "", n, n, ring }
      print "]}" }' >"$folder/land.geojson"
  awk 'BEGIN { print "code,residents"; for (n = 1; n <= 224; ++n) print "D" n "," 20000 + 977 * n }' >"$folder/residents.csv"
  awk -v n="$events" 'BEGIN { srand(7); print "day,lon,lat,kind"
    for (t = 0; t < 200; ++t) { x[t] = 47 + 40 * rand(); y[t] = 41 + 14 * rand() }
    x[0] = 67; y[0] = 48
    for (i = 0; i < n; ++i) { t = int(200 * rand() ^ 3); r = 0.15 * rand() * rand(); a = 6.2832 * rand()
      printf "2021-%02d-%02d,%.5f,%.5f,k%d\n", 1 + int(12 * rand()), 1 + int(28 * rand()), x[t] + r * cos(a), y[t] + r * sin(a), int(20 * rand()) } }' >"$folder/events.csv"
  head -1001 "$folder/events.csv" >"$folder/few.csv"
  local name
  {
    "$tartip" centre create --name Tiles
    "$tartip" territory load "$folder/land.toml" --data "$folder"
    for name in events few; do
      printf '%s\n' "id = \"$name\"" 'source = "generated"' 'covers = "2021-01-01..2021-12-31"' '[time]' 'columns = ["day"]' 'formats = ["%Y-%m-%d"]' \
        '[place]' 'x = "lon"' 'y = "lat"' 'crs = "EPSG:4326"' 'territory = "land"' '[class]' 'column = "kind"' >"$folder/$name.toml"
      "$tartip" register import "$name" "$folder/$name.csv" --description "$folder/$name.toml"
    done
    "$tartip" user add ana --role analyst --everything --password "$password"
  } >"$folder/made" 2>&1 || { cat "$folder/made"; return 1; }
}
serve_map_centre() {
  "$tartip" serve --port 0 "${@:2}" >"$1/served" 2>"$1/log" &
  server=$!
  at=
  for _ in $(seq 300); do
    at=$(grep -o 'http://[0-9.:]*' "$1/served" | head -1 || true)
    [ -z "$at" ] || return 0
    kill -0 "$server" 2>/dev/null || { cat "$1/served" "$1/log"; return 1; }
    sleep 0.1
  done
  echo 'the server does not say where it is'
  return 1
}
stop_map_centre() {
  [ -z "${server:-}" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
  server=
}
