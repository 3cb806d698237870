// `forecast nowcast`: what recent periods will come to when everything is registered, from a file of counts by event
// and registration date, or from what a centre's register held at the end of each period, or as long after it as now is
// after the last.
#include "app/operations.hpp"
#include "app/parameters.hpp"
#include "app/triangle.hpp"
#include "app/triangle_file.hpp"
#include "app/wording.hpp"
#include "forecast/nowcast.hpp"

namespace tartip::app {
namespace {

Result<TriangleFile> read_centre(const Call& call) {
  auto centre = open_centre(call.setting(), Access::read);
  if (!centre) return pass(centre);
  auto triangle = triangle_of(call, *centre, call.every("every").value_or(axes::Unit::month));
  if (!triangle) return pass(triangle);
  TriangleFile out{{call.every("every").value_or(axes::Unit::month)}, {}};
  out.series.push_back({call.text("register"), std::move(triangle->triangle), triangle->first});
  return out;
}

Result<Answer> forecast_nowcast(const Call& call) {
  if (call.has("triangle") == call.has("register"))
    return fail(Code::bad_input, "error.call.one_of", {{"first", "triangle"}, {"second", "register"}});
  std::optional<std::string> now;
  if (call.has("now")) now = call.text("now");
  auto read =
      call.has("triangle") ? read_triangles(call.text("triangle"), call.every("every"), now) : read_centre(call);
  if (!read) return pass(read);
  forecast::NowcastOptions options;
  options.method = call.text("method") == "lawless" ? forecast::Nowcasting::lawless : forecast::Nowcasting::bayes;
  if (call.has("window")) options.window = static_cast<std::size_t>(call.integer("window"));

  const Wording words(call.setting());
  Sheet sheet{.id = "nowcast", .title = words("title.nowcast")};
  sheet.header = {words.fact("method", std::string(forecast::name_of(options.method)))};
  sheet.columns = {words.column("series"), words.column("t"), words.column("reported", CellKind::integer),
                   words.column("mean", CellKind::number, 1)};
  for (const char* id : {"lower_80", "upper_80", "lower_95", "upper_95"})
    sheet.columns.push_back(words.column(id, CellKind::number, 0));
  Answer answer;
  for (const NamedTriangle& series : read->series) {
    const std::size_t columns = call.has("max-delay") ? static_cast<std::size_t>(call.integer("max-delay")) + 1
                                                      : forecast::columns_for(series.triangle);
    auto cast = forecast::nowcast(forecast::folded(series.triangle, columns), options);
    if (!cast) {
      cast.error().arguments.push_back({"series", series.name});
      return pass(cast);
    }
    if (cast->dispersion > 3) answer.said.push_back({"said.forecast.delays_vary", {{"series", series.name}}});
    for (std::size_t t = 0; t < cast->mean.size(); ++t) {
      std::vector<SheetCell> row = {series.name, read->axis.text(series.first + static_cast<std::int64_t>(t)),
                                    static_cast<std::int64_t>(cast->reported[t]), cast->mean[t]};
      for (const forecast::Band& band : cast->bands) {
        row.emplace_back(band.lower[t]);
        row.emplace_back(band.upper[t]);
      }
      sheet.rows.push_back(std::move(row));
    }
  }
  answer.sheets.push_back(std::move(sheet));
  return answer;
}

}  // namespace

std::vector<Operation> forecast_nowcast_rows() {
  const auto whole = [](std::string name, double least, double most) {
    Parameter parameter = number(std::move(name), least, most);
    parameter.kind = Kind::integer;
    return parameter;
  };
  return {
      {"forecast",
       "nowcast",
       Permission::look,
       {option("triangle", Kind::file, "FILE"), option("register", Kind::text, "NAME"), option("every", Kind::every),
        choice("method", {"bayes", "lawless"}, "bayes"), whole("max-delay", 1, 4000), whole("window", 2, 4000),
        option("now", Kind::text, "2022-09-17"), many("in", "CODE"), many("class", "CODE"),
        many("where", "ATTRIBUTE=VALUE")},
       {"forecast nowcast --triangle triangle.csv -o nowcast.csv",
        "forecast nowcast --register offences --every week --method lawless"},
       forecast_nowcast,
       true},
  };
}

}  // namespace tartip::app
