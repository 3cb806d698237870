#include "store/wkb.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace tartip::store {
namespace {

static_assert(std::endian::native == std::endian::little, "well-known binary is written in the machine's order");
constexpr std::uint32_t k_polygon = 3, k_multi_polygon = 6;

template <class T>
void put(std::string& out, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

void put_head(std::string& out, std::uint32_t type, std::size_t count) {
  out += '\1';
  put(out, type);
  put(out, static_cast<std::uint32_t>(count));
}

void put_ring(std::string& out, const geo::Ring& ring) {
  put(out, static_cast<std::uint32_t>(ring.size()));
  for (const geo::Point point : ring) {
    put(out, point.x);
    put(out, point.y);
  }
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <class T>
  bool get(T& value) {
    if (bytes_.size() < sizeof(T)) return false;
    std::memcpy(&value, bytes_.data(), sizeof(T));
    bytes_.remove_prefix(sizeof(T));
    return true;
  }
  // `least` bytes each: a count that cannot fit is refused before memory is taken for it.
  bool count(std::uint32_t& value, std::size_t least) { return get(value) && value <= bytes_.size() / least; }
  bool head(std::uint32_t wanted) {
    char order = 0;
    std::uint32_t type = 0;
    return get(order) && order == 1 && get(type) && type == wanted;
  }
  bool ring(geo::Ring& ring) {
    std::uint32_t points = 0;
    if (!count(points, 16)) return false;
    ring.resize(points);
    for (geo::Point& point : ring)
      if (!get(point.x) || !get(point.y)) return false;
    return true;
  }
  bool polygon(geo::Polygon& polygon) {
    std::uint32_t rings = 0;
    if (!head(k_polygon) || !count(rings, 4) || rings == 0 || !ring(polygon.outer)) return false;
    polygon.holes.resize(rings - 1);
    for (geo::Ring& hole : polygon.holes)
      if (!ring(hole)) return false;
    return true;
  }
  bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

}  // namespace

std::string to_wkb(const geo::MultiPolygon& area) {
  std::string out;
  put_head(out, k_multi_polygon, area.size());
  for (const geo::Polygon& polygon : area) {
    put_head(out, k_polygon, 1 + polygon.holes.size());
    put_ring(out, polygon.outer);
    for (const geo::Ring& hole : polygon.holes) put_ring(out, hole);
  }
  return out;
}

std::optional<geo::MultiPolygon> from_wkb(std::string_view bytes) {
  Reader reader(bytes);
  std::uint32_t polygons = 0;
  if (!reader.head(k_multi_polygon) || !reader.count(polygons, 9)) return std::nullopt;
  geo::MultiPolygon area(polygons);
  for (geo::Polygon& polygon : area)
    if (!reader.polygon(polygon)) return std::nullopt;
  if (!reader.at_end()) return std::nullopt;
  return area;
}

}  // namespace tartip::store
