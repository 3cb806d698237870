#include "geo/vector_tile.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <protozero/pbf_reader.hpp>

#include "base/random.hpp"
#include "geo/measure.hpp"
#include "geo/simplify.hpp"
#include "support/shared.hpp"

using namespace tartip;
using namespace tartip::geo;

namespace {

struct ReadFeature {
  std::optional<std::uint64_t> id;
  std::int32_t type = 0;
  std::vector<std::uint32_t> tags, geometry;
};

struct ReadLayer {
  std::string name;
  std::uint32_t version = 0, extent = 0;
  std::vector<std::string> keys;
  std::vector<TileValue> values;
  std::vector<ReadFeature> features;
};

ReadFeature read_feature(protozero::pbf_reader message) {
  ReadFeature feature;
  while (message.next()) switch (message.tag()) {
      case 1:
        feature.id = message.get_uint64();
        break;
      case 2:
        for (const auto tag : message.get_packed_uint32()) feature.tags.push_back(tag);
        break;
      case 3:
        feature.type = message.get_enum();
        break;
      case 4:
        for (const auto word : message.get_packed_uint32()) feature.geometry.push_back(word);
        break;
      default:
        FAIL("a field that a feature does not have");
    }
  return feature;
}

TileValue read_value(protozero::pbf_reader message) {
  REQUIRE(message.next());
  if (message.tag() == 1) return message.get_string();
  if (message.tag() == 3) return message.get_double();
  if (message.tag() == 4) return std::int64_t{message.get_int64()};
  return message.get_bool();
}

std::vector<ReadLayer> read_tile(const std::string& bytes) {
  std::vector<ReadLayer> layers;
  protozero::pbf_reader tile(bytes);
  while (tile.next(3)) {
    ReadLayer layer;
    protozero::pbf_reader message = tile.get_message();
    while (message.next()) switch (message.tag()) {
        case 1:
          layer.name = message.get_string();
          break;
        case 2:
          layer.features.push_back(read_feature(message.get_message()));
          break;
        case 3:
          layer.keys.push_back(message.get_string());
          break;
        case 4:
          layer.values.push_back(read_value(message.get_message()));
          break;
        case 5:
          layer.extent = message.get_uint32();
          break;
        case 15:
          layer.version = message.get_uint32();
          break;
        default:
          FAIL("a field that a layer does not have");
      }
    layers.push_back(layer);
  }
  return layers;
}

// A ring of lattice steps of the world's one tile.
Ring ring(const std::vector<Point>& steps) {
  Ring world;
  for (const Point& step : steps) world.push_back({step.x / 4096, step.y / 4096});
  world.push_back(world.front());
  return world;
}

using Words = std::vector<std::uint32_t>;

Words geometry_of(const MultiPolygon& area, TileAddress address = {}) {
  TileLayer layer("areas", address);
  if (!layer.add_area(area, {})) return {};
  return read_tile(encode_tile({layer})).at(0).features.at(0).geometry;
}

// Rings of an area's geometry, in steps; every one closed by ClosePath.
std::vector<std::vector<std::pair<int, int>>> rings_of(const Words& words) {
  std::vector<std::vector<std::pair<int, int>>> rings;
  int x = 0, y = 0;
  const auto step = [](std::uint32_t word) { return static_cast<int>(word >> 1) ^ -static_cast<int>(word & 1); };
  for (std::size_t i = 0; i < words.size();) {
    const std::uint32_t id = words[i] & 7, count = words[i] >> 3;
    ++i;
    if (id == 7) continue;
    if (id == 1) rings.emplace_back();
    for (std::uint32_t n = 0; n < count; ++n, i += 2)
      rings.back().emplace_back(x += step(words.at(i)), y += step(words.at(i + 1)));
  }
  return rings;
}

double area_of(const std::vector<std::pair<int, int>>& ring) {
  double area = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& [x, y] = ring[i];
    const auto& [next_x, next_y] = ring[(i + 1) % ring.size()];
    area += static_cast<double>(x) * next_y - static_cast<double>(next_x) * y;
  }
  return area / 2;
}

}  // namespace

// Mapbox Vector Tile Specification 2.1, section 4.3.5: "Example Geometry Encodings".
TEST_CASE("Shapes are written as in the examples of the specification") {
  CHECK(geometry_of({{ring({{3, 6}, {8, 12}, {20, 34}}), {}}}) == Words{9, 6, 12, 18, 10, 12, 24, 44, 15});
  CHECK(geometry_of(
            {{ring({{0, 0}, {10, 0}, {10, 10}, {0, 10}}), {}},
             {ring({{11, 11}, {20, 11}, {20, 20}, {11, 20}}), {ring({{13, 13}, {13, 17}, {17, 17}, {17, 13}})}}}) ==
        Words{9, 0,  0,  26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0,
              0, 18, 17, 0,  15, 9, 4, 13, 26, 0, 8,  8, 0,  0, 7,  15});
  TileLayer layer("points", {});
  REQUIRE(layer.add_point({25.0 / 4096, 17.0 / 4096}, {}));
  CHECK(read_tile(encode_tile({layer})).at(0).features.at(0).geometry == Words{9, 50, 34});
}

TEST_CASE("Rings run as the specification asks, whichever way they came") {
  const std::vector<Point> outer{{0, 0}, {100, 0}, {100, 100}, {0, 100}}, hole{{10, 10}, {50, 10}, {50, 50}, {10, 50}};
  for (const bool turn_outer : {false, true})
    for (const bool turn_hole : {false, true}) {
      std::vector<Point> a = outer, b = hole;
      if (turn_outer) std::reverse(a.begin(), a.end());
      if (turn_hole) std::reverse(b.begin(), b.end());
      const auto rings = rings_of(geometry_of({{ring(a), {ring(b)}}}));
      REQUIRE(rings.size() == 2);
      CHECK(area_of(rings[0]) == 10'000);
      CHECK(area_of(rings[1]) == -1'600);
    }
}

TEST_CASE("Attributes are shared between features and keep their type") {
  TileLayer layer("districts", {});
  const MultiPolygon square{{ring({{0, 0}, {9, 0}, {9, 9}, {0, 9}}), {}}};
  REQUIRE(layer.add_area(square, {{"code", std::string("75")}, {"events", std::int64_t{-3}}}, 7));
  REQUIRE(
      layer.add_area(square, {{"events", std::int64_t{-3}}, {"rate", 0.5}, {"open", true}, {"name", std::string()}}));
  const auto layers = read_tile(encode_tile({layer, TileLayer("empty", {})}));
  REQUIRE(layers.size() == 1);  // a layer must have a feature
  const ReadLayer& read = layers[0];
  CHECK(read.version == 2);
  CHECK(read.extent == 4096);
  CHECK(read.name == "districts");
  CHECK(read.keys == std::vector<std::string>{"code", "events", "rate", "open", "name"});
  CHECK(read.values == std::vector<TileValue>{std::string("75"), std::int64_t{-3}, 0.5, true, std::string()});
  CHECK(read.features[0].id == 7);
  CHECK(read.features[0].tags == Words{0, 0, 1, 1});
  CHECK_FALSE(read.features[1].id.has_value());
  CHECK(read.features[1].tags == Words{1, 1, 2, 2, 3, 3, 4, 4});
  CHECK(encode_tile({}).empty());
}

TEST_CASE("What has no extent on the lattice adds nothing") {
  CHECK(geometry_of({}).empty());
  CHECK(geometry_of({{{}, {}}}).empty());
  CHECK(geometry_of({{ring({{5, 5}}), {}}}).empty());
  CHECK(geometry_of({{ring({{5, 5}, {9, 9}}), {}}}).empty());
  CHECK(geometry_of({{ring({{5, 5}, {5.2, 5}, {5.2, 5.2}}), {}}}).empty());
  const double nan = std::nan("");
  CHECK(geometry_of({{ring({{nan, 5}, {5, nan}, {nan, nan}}), {}}}).empty());
  // A spike and a point on the way are nothing to be seen.
  const auto rings =
      rings_of(geometry_of({{ring({{0, 0}, {5, 0}, {10, 0}, {10, 10}, {10, 30}, {10, 10}, {0, 10}}), {}}}));
  REQUIRE(rings.size() == 1);
  CHECK(rings[0].size() == 4);
  CHECK(area_of(rings[0]) == 100);
  TileLayer layer("points", {3, 0, 0});
  CHECK_FALSE(layer.add_point({0.5, 0.5}, {}));
  CHECK_FALSE(layer.add_point({nan, 0.01}, {}));
}

TEST_CASE("Areas are cut at the buffer and together cover what they covered") {
  // A disc in the middle of the world, seen through the 256 tiles of zoom 4 without a buffer.
  Ring disc;
  for (int i = 0; i < 3000; ++i) {
    const double angle = i * 2 * 3.14159265358979 / 3000;
    disc.push_back({0.5 + 0.3 * std::cos(angle), 0.5 + 0.3 * std::sin(angle)});
  }
  disc.push_back(disc.front());
  double covered = 0;
  for (std::int64_t row = 0; row < 16; ++row)
    for (std::int64_t column = 0; column < 16; ++column) {
      TileLayer layer("disc", {4, column, row}, {4096, 0});
      if (!layer.add_area({{disc, {}}}, {})) continue;
      for (const auto& part : rings_of(read_tile(encode_tile({layer})).at(0).features.at(0).geometry)) {
        covered += area_of(part);
        for (const auto& [x, y] : part) {
          CHECK(x >= 0);
          CHECK(x <= 4096);
          CHECK(y >= 0);
          CHECK(y <= 4096);
        }
      }
    }
  const double exact = plane_area({{disc, {}}}) * std::pow(4096.0 * 16, 2);
  CHECK(covered == doctest::Approx(exact).epsilon(1e-4));
  // The whole tile lies within the area: one square as large as the buffer allows.
  const auto whole = rings_of(geometry_of({{disc, {}}}, {4, 8, 8}));
  REQUIRE(whole.size() == 1);
  CHECK(whole[0].size() == 4);
  CHECK(area_of(whole[0]) == std::pow(4096.0 + 128, 2));
  CHECK(geometry_of({{disc, {}}}, {4, 0, 0}).empty());
}

TEST_CASE("Neighbours meet in the same points after cutting and rounding") {
  // A ragged border between a left and a right half; every step of the border stands in both tiles' rings.
  Random random(11);
  Ring border;
  for (int i = 0; i <= 400; ++i) border.push_back({0.5 + 0.01 * (random.uniform() - 0.5), i / 400.0});
  Ring left = border, right = border;
  left.insert(left.end(), {{0, 1}, {0, 0}, border.front()});
  right.insert(right.end(), {{1, 1}, {1, 0}, border.front()});
  const auto simple = simplify({{{left, {}}}, {{right, {}}}}, {.most_points = 1'000'000, .least_triangle = 1e-5});
  const auto points = [](const MultiPolygon& area) { return area.at(0).outer.size(); };
  CHECK(points(simple[0]) < left.size());
  CHECK(points(simple[0]) == points(simple[1]));
  const TileAddress address{2, 1, 2};
  const auto a = rings_of(geometry_of(simple[0], address)), b = rings_of(geometry_of(simple[1], address));
  REQUIRE(a.size() == 1);
  std::size_t shared = 0;
  for (const auto& step : a[0])
    if (step.first > -64 && step.first < 4160 && step.second > -64 && step.second < 4160) {
      REQUIRE(b.size() == 1);
      CHECK(std::find(b[0].begin(), b[0].end(), step) != b[0].end());
      ++shared;
    }
  CHECK(shared > 5);
}

TEST_CASE("The world's square and back") {
  // EPSG:3857 of 76.9° E, 43.25° N by PROJ 9.1 (cs2cs +proj=longlat +datum=WGS84 +to EPSG:3857).
  const double half = 20037508.342789244;
  const Point world = to_world({76.9, 43.25});
  CHECK((world.x - 0.5) * 2 * half == doctest::Approx(8560468.842003).epsilon(1e-12));
  CHECK((0.5 - world.y) * 2 * half == doctest::Approx(5350102.143461).epsilon(1e-12));
  const Point back = from_world(world);
  CHECK(back.x == doctest::Approx(76.9));
  CHECK(back.y == doctest::Approx(43.25));
  CHECK(to_world({0, 90}).y == 0);
  CHECK(to_world({0, -90}).y == 1);
  CHECK(TileAddress{0, 0, 0}.exists());
  CHECK_FALSE(TileAddress{0, 1, 0}.exists());
  CHECK_FALSE(TileAddress{-1, 0, 0}.exists());
  CHECK_FALSE(TileAddress{25, 0, 0}.exists());
  CHECK_FALSE(TileAddress{3, 0, -1}.exists());
  const Box box = TileAddress{1, 1, 0}.degrees();
  CHECK(box.low.x == 0);
  CHECK(box.low.y == doctest::Approx(0));
  CHECK(box.high.x == 180);
  CHECK(box.high.y == doctest::Approx(k_mercator_latitude));
}
