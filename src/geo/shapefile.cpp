#include "geo/shapefile.hpp"

#include <fmt/format.h>
#include <shapefil.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/file.hpp"
#include "geo/measure.hpp"

namespace tartip::geo {
namespace {

constexpr std::size_t k_most_bytes_beside = std::size_t{64} << 10;

struct CloseShapes {
  void operator()(SHPInfo* handle) const { SHPClose(handle); }
};
struct CloseTable {
  void operator()(DBFInfo* handle) const { DBFClose(handle); }
};
struct DestroyShape {
  void operator()(SHPObject* shape) const { SHPDestroyObject(shape); }
};

// The reader's own messages on stderr are not ours to print.
void be_quiet(const char*) {}

SAHooks quiet_hooks() {
  SAHooks hooks;
  SASetupDefaultHooks(&hooks);
  hooks.Error = be_quiet;
  return hooks;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::string beside(std::filesystem::path file, const char* extension) {
  const auto text = read_file(file.replace_extension(extension), k_most_bytes_beside);
  return text ? trimmed(*text) : std::string{};
}

std::string encoding_named(std::string text) {
  for (const char* prefix : {"ANSI ", "CP", "cp", "LDID/"})
    if (text.starts_with(prefix)) text.erase(0, std::string_view(prefix).size());
  const bool number =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!number) return text;
  if (text == "65001") return "UTF-8";
  return (text.starts_with("125") ? "windows-" : "cp") + text;
}

MultiPolygon area_of(const SHPObject& shape) {
  MultiPolygon area;
  std::vector<Ring> holes;
  for (int part = 0; part < shape.nParts; ++part) {
    const int begin = shape.panPartStart[part];
    const int end = part + 1 < shape.nParts ? shape.panPartStart[part + 1] : shape.nVertices;
    Ring ring;
    for (int i = begin; i < end; ++i) ring.push_back({shape.padfX[i], shape.padfY[i]});
    if (ring.empty()) continue;
    if (signed_area(ring) <= 0)
      area.push_back({std::move(ring), {}});
    else
      holes.push_back(std::move(ring));
  }
  for (Ring& hole : holes) {
    auto around = std::find_if(area.begin(), area.end(),
                               [&](const Polygon& polygon) { return holds(polygon.outer, hole.front()); });
    // A ring around nothing that is in nothing was drawn the wrong way round: it is a polygon.
    if (around == area.end())
      area.push_back({std::move(hole), {}});
    else
      around->holes.push_back(std::move(hole));
  }
  return area;
}

}  // namespace

Result<Shapefile> read_shapefile(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  SAHooks hooks = quiet_hooks();
  const std::unique_ptr<SHPInfo, CloseShapes> shapes(SHPOpenLL(file.c_str(), "rb", &hooks));
  if (!shapes) return fail(Code::bad_data, "error.shapefile.unreadable", {{"file", name}}, {name, 0, {}});
  auto table_file = file;
  table_file.replace_extension(".dbf");
  const std::unique_ptr<DBFInfo, CloseTable> table(DBFOpenLL(table_file.c_str(), "rb", &hooks));
  if (!table)
    return fail(Code::bad_data, "error.shapefile.no_table", {{"file", table_file.filename().string()}}, {name, 0, {}});

  int count = 0;
  int type = 0;
  SHPGetInfo(shapes.get(), &count, &type, nullptr, nullptr);
  if (type != SHPT_POLYGON && type != SHPT_POLYGONZ && type != SHPT_POLYGONM)
    return fail(Code::bad_data, "error.shapefile.not_areas", {{"file", name}, {"type", SHPTypeName(type)}},
                {name, 0, {}});
  if (DBFGetRecordCount(table.get()) != count)
    return fail(Code::bad_data, "error.shapefile.counts",
                {{"file", name},
                 {"shapes", fmt::format("{}", count)},
                 {"rows", fmt::format("{}", DBFGetRecordCount(table.get()))}},
                {name, 0, {}});

  std::vector<std::string> columns;
  for (int column = 0; column < DBFGetFieldCount(table.get()); ++column) {
    std::array<char, XBASE_FLDNAME_LEN_READ + 1> title{};
    DBFGetFieldInfo(table.get(), column, title.data(), nullptr, nullptr);
    columns.emplace_back(title.data());
  }

  Shapefile result;
  result.encoding = encoding_named(beside(file, ".cpg"));
  result.crs = beside(file, ".prj");
  for (int row = 0; row < count; ++row) {
    Feature feature;
    for (std::size_t column = 0; column < columns.size(); ++column) {
      const int field = static_cast<int>(column);
      if (DBFIsAttributeNULL(table.get(), row, field) != 0) continue;
      feature.properties.emplace(columns[column], trimmed(DBFReadStringAttribute(table.get(), row, field)));
    }
    const std::unique_ptr<SHPObject, DestroyShape> shape(SHPReadObject(shapes.get(), row));
    if (!shape)
      return fail(Code::bad_data, "error.shapefile.shape", {{"file", name}, {"feature", fmt::format("{}", row + 1)}},
                  {name, 0, {}});
    feature.area = area_of(*shape);
    result.features.push_back(std::move(feature));
  }
  return result;
}

}  // namespace tartip::geo
