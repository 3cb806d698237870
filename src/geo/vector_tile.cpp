#include "geo/vector_tile.hpp"

#include <algorithm>
#include <cmath>
#include <protozero/pbf_writer.hpp>

namespace tartip::geo {
namespace {

// Field numbers of the specification's vector_tile.proto.
constexpr protozero::pbf_tag_type k_tile_layers = 3;
constexpr protozero::pbf_tag_type k_layer_name = 1, k_layer_features = 2, k_layer_keys = 3, k_layer_values = 4,
                                  k_layer_extent = 5, k_layer_version = 15;
constexpr protozero::pbf_tag_type k_feature_id = 1, k_feature_tags = 2, k_feature_type = 3, k_feature_geometry = 4;
constexpr protozero::pbf_tag_type k_value_text = 1, k_value_double = 3, k_value_integer = 4, k_value_bool = 7;
constexpr int k_point = 1, k_polygon = 3;
constexpr std::uint32_t k_move_to = 1, k_line_to = 2, k_close_path = 7;

std::uint32_t command(std::uint32_t id, std::size_t count) {
  return (id & 7U) | static_cast<std::uint32_t>(count << 3);
}

std::uint32_t zigzag(std::int64_t value) {
  const auto narrow = static_cast<std::int32_t>(value);
  return (static_cast<std::uint32_t>(narrow) << 1) ^ static_cast<std::uint32_t>(narrow >> 31);
}

// The part of a ring on one side of a line: `depth` is how far inside a point lies.
template <class Depth>
Ring cut(const Ring& ring, Depth&& depth) {
  Ring inside;
  inside.reserve(ring.size());
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point& from = ring[i];
    const Point& to = ring[(i + 1) % ring.size()];
    const double before = depth(from), after = depth(to);
    if (before >= 0) inside.push_back(from);
    if ((before >= 0) != (after >= 0)) {
      const double share = before / (before - after);
      inside.push_back({from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)});
    }
  }
  return inside;
}

std::string encoded_value(const TileValue& value) {
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  if (const auto* text = std::get_if<std::string>(&value)) writer.add_string(k_value_text, *text);
  if (const auto* number = std::get_if<double>(&value)) writer.add_double(k_value_double, *number);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) writer.add_int64(k_value_integer, *whole);
  if (const auto* truth = std::get_if<bool>(&value)) writer.add_bool(k_value_bool, *truth);
  return bytes;
}

}  // namespace

TileLayer::TileLayer(std::string name, TileAddress address, TileLattice lattice)
    : name_(std::move(name)), square_(address.world()), lattice_(lattice) {}

Point TileLayer::in_tile(Point world) const {
  const double steps = lattice_.extent / (square_.high.x - square_.low.x);
  return {(world.x - square_.low.x) * steps, (world.y - square_.low.y) * steps};
}

std::int64_t TileLayer::doubled_area(const Path& path) {
  std::int64_t area = 0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Step& from = path[i];
    const Step& to = path[(i + 1) % path.size()];
    area += from.x * to.y - to.x * from.y;
  }
  return area;
}

// Open path of the lattice, without points that change nothing; empty when no extent is left.
TileLayer::Path TileLayer::fitted(const Ring& world, bool outer) const {
  Ring ring;
  ring.reserve(world.size());
  for (const Point& point : world)
    if (std::isfinite(point.x) && std::isfinite(point.y)) ring.push_back(in_tile(point));
  if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
  const double low = -static_cast<double>(lattice_.buffer),
               high = lattice_.extent + static_cast<double>(lattice_.buffer);
  const auto within = [&](double value) { return value >= low && value <= high; };
  if (!std::all_of(ring.begin(), ring.end(), [&](const Point& p) { return within(p.x) && within(p.y); })) {
    ring = cut(ring, [&](const Point& p) { return p.x - low; });
    ring = cut(ring, [&](const Point& p) { return high - p.x; });
    ring = cut(ring, [&](const Point& p) { return p.y - low; });
    ring = cut(ring, [&](const Point& p) { return high - p.y; });
  }
  Path path;
  path.reserve(ring.size());
  const auto straight = [](const Step& a, const Step& b, const Step& c) {
    return (b.x - a.x) * (c.y - b.y) == (b.y - a.y) * (c.x - b.x);
  };
  for (const Point& point : ring) {
    const Step step{std::llround(point.x), std::llround(point.y)};
    if (!path.empty() && path.back() == step) continue;
    // A point on the way, or the tip of a spike without width.
    while (path.size() >= 2 && straight(path[path.size() - 2], path.back(), step)) path.pop_back();
    if (path.empty() || path.back() != step) path.push_back(step);
  }
  for (bool changed = true; changed && path.size() >= 3;) {
    changed = false;
    if (path.front() == path.back() || straight(path[path.size() - 2], path.back(), path.front())) {
      path.pop_back();
      changed = true;
    } else if (straight(path.back(), path[0], path[1])) {
      path.erase(path.begin());
      changed = true;
    }
  }
  const std::int64_t area = path.size() < 3 ? 0 : doubled_area(path);
  if (area == 0) return {};
  if ((area > 0) != outer) std::reverse(path.begin(), path.end());
  return path;
}

bool TileLayer::add_area(const MultiPolygon& world, const TileAttributes& attributes, std::optional<std::uint64_t> id) {
  std::vector<std::uint32_t> geometry;
  Step cursor;
  const auto draw = [&](const Path& path) {
    const auto move = [&](const Step& to) {
      geometry.push_back(zigzag(to.x - cursor.x));
      geometry.push_back(zigzag(to.y - cursor.y));
      cursor = to;
    };
    geometry.push_back(command(k_move_to, 1));
    move(path.front());
    geometry.push_back(command(k_line_to, path.size() - 1));
    std::for_each(path.begin() + 1, path.end(), move);
    geometry.push_back(command(k_close_path, 1));
  };
  for (const Polygon& polygon : world) {
    const Path outer = fitted(polygon.outer, true);
    if (outer.empty()) continue;
    draw(outer);
    for (const Ring& hole : polygon.holes)
      if (const Path inner = fitted(hole, false); !inner.empty()) draw(inner);
  }
  if (geometry.empty()) return false;
  append(k_polygon, geometry, attributes, id);
  return true;
}

bool TileLayer::add_point(Point world, const TileAttributes& attributes, std::optional<std::uint64_t> id) {
  const Point place = in_tile(world);
  const double low = -static_cast<double>(lattice_.buffer),
               high = lattice_.extent + static_cast<double>(lattice_.buffer);
  if (!(place.x >= low && place.x <= high && place.y >= low && place.y <= high)) return false;
  append(k_point, {command(k_move_to, 1), zigzag(std::llround(place.x)), zigzag(std::llround(place.y))}, attributes,
         id);
  return true;
}

void TileLayer::append(int type, const std::vector<std::uint32_t>& geometry, const TileAttributes& attributes,
                       std::optional<std::uint64_t> id) {
  std::vector<std::uint32_t> tags;
  for (const auto& [name, value] : attributes) {
    const auto [key, new_key] = key_places_.try_emplace(name, static_cast<std::uint32_t>(keys_.size()));
    if (new_key) keys_.push_back(name);
    const auto [place, new_value] = value_places_.try_emplace(value, static_cast<std::uint32_t>(values_.size()));
    if (new_value) values_.push_back(value);
    tags.push_back(key->second);
    tags.push_back(place->second);
  }
  std::string bytes;
  protozero::pbf_writer feature(bytes);
  if (id) feature.add_uint64(k_feature_id, *id);
  if (!tags.empty()) feature.add_packed_uint32(k_feature_tags, tags.begin(), tags.end());
  feature.add_enum(k_feature_type, type);
  feature.add_packed_uint32(k_feature_geometry, geometry.begin(), geometry.end());
  features_.push_back(std::move(bytes));
}

std::string TileLayer::encoded() const {
  std::string bytes;
  protozero::pbf_writer layer(bytes);
  layer.add_uint32(k_layer_version, 2);
  layer.add_string(k_layer_name, name_);
  for (const std::string& feature : features_) layer.add_message(k_layer_features, feature);
  for (const std::string& key : keys_) layer.add_string(k_layer_keys, key);
  for (const TileValue& value : values_) layer.add_message(k_layer_values, encoded_value(value));
  layer.add_uint32(k_layer_extent, lattice_.extent);
  return bytes;
}

std::string encode_tile(const std::vector<TileLayer>& layers) {
  std::string bytes;
  protozero::pbf_writer tile(bytes);
  for (const TileLayer& layer : layers)
    if (layer.features() > 0) tile.add_message(k_tile_layers, layer.encoded());
  return bytes;
}

}  // namespace tartip::geo
