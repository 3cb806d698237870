#include "briefing/render.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <cmath>
#include <limits>

using namespace tartip::briefing;

namespace {

constexpr std::string_view k_page =
    "<html lang=\"{{TARTIP:LANG}}\"><title>{{TARTIP:TITLE}}</title><body><!--TARTIP:DOCUMENT--></body></html>";

Document document_with(const std::string& title) {
  Document document;
  document.language = "kk";
  document.title = title;
  return document;
}

std::string json_in(const std::string& html) {
  const std::string begin = "<script type=\"application/json\" id=\"document\">";
  const std::size_t from = html.find(begin) + begin.size();
  return html.substr(from, html.find("</script>", from) - from);
}

}  // namespace

TEST_CASE("the document stands in the page, in its language and with its title") {
  const std::string html = fill_page(k_page, document_with("Анықтама"));
  CHECK(html.find("<html lang=\"kk\">") != std::string::npos);
  CHECK(html.find("<title>Анықтама</title>") != std::string::npos);
  CHECK(boost::json::parse(json_in(html)).at("title").as_string() == "Анықтама");
}

TEST_CASE("no text of a register can end its script or the markup around it") {
  for (const std::string hostile :
       {"</script><script>alert(1)</script>", "<!--<script>", "]]>", "\xE2\x80\xA8\xE2\x80\xA9", "\"'\\&",
        "{{TARTIP:LANG}} <!--TARTIP:DOCUMENT-->", "</title>"}) {
    const std::string html = fill_page(k_page, document_with(hostile));
    const std::string json = json_in(html);
    CHECK(boost::json::parse(json).at("title").as_string() == hostile);
    CHECK(json.find('<') == std::string::npos);
    CHECK(json.find("\xE2\x80\xA8") == std::string::npos);
    CHECK(html.find("<script>alert") == std::string::npos);
    // One script element and one title, whatever the text was.
    std::size_t ends = 0;
    for (std::size_t at = html.find("</script"); at != std::string::npos; at = html.find("</script", at + 1)) ++ends;
    CHECK(ends == 1);
    CHECK(html.find("</title>") == html.rfind("</title>"));
  }
}

TEST_CASE("the built page has each marker once") {
  const std::string html = render_html(document_with("x"));
  CHECK(html.find("TARTIP:DOCUMENT") == std::string::npos);
  CHECK(html.find("{{TARTIP:") == std::string::npos);
  CHECK(boost::json::parse(json_in(html)).at("language").as_string() == "kk");
}

TEST_CASE("every part of a document becomes JSON by its members' names") {
  Document document = document_with("t");
  Chapter chapter;
  chapter.id = "c";
  chapter.headlines.push_back({"label", "1", "+2 %", "", Verdict::unclear});
  Section trend;
  trend.id = "trend";
  trend.figure =
      Figure{"title", "unit", "alternative", Trend{{"Jan"}, {{"now", "current", {std::nullopt, 2.5}, {}, {}}}}};
  trend.table =
      Table{"caption", {{"a", true}}, {{{"1", 1.0, Verdict::high}, {"—", std::nullopt, Verdict::few}}}, "note"};
  Section map;
  map.id = "map";
  const tartip::geo::MultiPolygon area = {{{{0.2, 0.1}, {0.3, 0.2}, {9.6, 0}, {9.6, 9.4}, {0.2, 0.1}}, {}}};
  map.figure = Figure{"t", "u", "a",
                      Map{area, {{"1,1", "Cell 1", area, 3.5, 4, Verdict::high, "3.5"}}, {{-1, Verdict::few, "few"}}}};
  Section funnel;
  funnel.figure = Figure{"t", "u", "a",
                         Funnel{"x",
                                "y",
                                std::nan(""),
                                {{"p", 1, 2, Verdict::low}},
                                {{1, 2, 3, 4, std::numeric_limits<double>::infinity()}}}};
  Section bars;
  bars.figure = Figure{"t", "u", "a", Bars{true, {{"b", -3, -5.0, std::nullopt, Verdict::fall, "−3"}}}};
  chapter.sections = {trend, map, funnel, bars, Section{}};
  document.chapters.push_back(chapter);
  document.passport.push_back({"group", {{"seed", "1"}}});

  const boost::json::value json = boost::json::parse(to_json(document));
  const auto& sections = json.at("chapters").at(0).at("sections").as_array();
  CHECK(json.at("chapters").at(0).at("headlines").at(0).at("verdict").as_string() == "unclear");
  const auto& line = sections[0].at("figure").at("drawing").as_object();
  CHECK(line.at("kind").as_string() == "trend");
  CHECK(line.at("series").at(0).at("values").at(0).is_null());
  CHECK(line.at("series").at(0).at("values").at(1).as_double() == 2.5);
  CHECK(sections[0].at("table").at("rows").at(0).at(1).at("value").is_null());
  CHECK(sections[0].at("table").at("columns").at(0).at("number").as_bool());
  const auto& shape = sections[1].at("figure").at("drawing").at("shapes").at(0).as_object();
  CHECK(shape.at("step").as_int64() == 4);
  // Whole units, points that fall together dropped, the ring still closed.
  CHECK(boost::json::serialize(shape.at("area")) == "[[[[0,0],[10,0],[10,9],[0,0]]]]");
  CHECK(sections[2].at("figure").at("drawing").at("centre").is_null());
  CHECK(sections[2].at("figure").at("drawing").at("limits").at(0).at("high998").is_null());
  CHECK(sections[3].at("figure").at("drawing").at("diverging").as_bool());
  CHECK(sections[3].at("figure").at("drawing").at("bars").at(0).at("high").is_null());
  CHECK(sections[4].at("figure").is_null());
  CHECK(sections[4].at("table").is_null());
  CHECK(json.at("passport").at(0).at("entries").at(0).at("label").as_string() == "seed");
}
