#include "briefing/build.hpp"

#include <utility>

#include "briefing/sections.hpp"

namespace tartip::briefing {
namespace {

Chapter make_chapter(const Material& material, const Facts& facts, const Making& making, const Voice& voice) {
  Chapter chapter;
  chapter.id = material.id;
  chapter.title = voice.name(material.names);
  chapter.subtitle = voice.say("chapter.subtitle", {{"period", facts.period}, {"source", material.source}});
  if (material.sample) chapter.caution = voice.say("chapter.sample");
  if (const std::string& own = voice.name(material.caution); !own.empty())
    chapter.caution += (chapter.caution.empty() ? "" : " ") + own;
  chapter.headlines = make_headlines(material, facts, voice);
  const auto add = [&](std::optional<Section> section) {
    if (section) chapter.sections.push_back(std::move(*section));
  };
  add(make_headline_section(material, facts, voice));
  add(make_trend_section(material, facts, voice));
  add(make_years_section(material, facts, voice));
  add(make_drivers_section(material, facts, voice));
  for (Section& section : make_place_sections(material, facts, making, voice)) add(std::move(section));
  add(make_weekday_section(material, facts, voice));
  add(make_hour_section(material, facts, voice));
  for (Section& section : make_forecast_sections(material, voice)) add(std::move(section));
  add(make_quality_section(material, facts, voice));
  add(make_method_section(material, facts, voice));
  return chapter;
}

}  // namespace

Document build_document(const std::vector<Material>& materials, const Making& making, const std::string& language) {
  const Voice voice(language);
  Document document;
  document.language = voice.language();
  document.title = voice.say("document.title");
  document.subtitle = voice.say("document.subtitle", {{"centre", making.centre}, {"moment", making.moment}});
  if (materials.empty()) document.summary.push_back(voice.say("document.empty"));
  for (const Material& material : materials) {
    const Facts facts = gather_facts(material, voice);
    Chapter chapter = make_chapter(material, facts, making, voice);
    const std::string& first = chapter.sections.front().finding.front();
    document.summary.push_back(voice.say("document.summary", {{"register", chapter.title}, {"finding", first}}));
    document.chapters.push_back(std::move(chapter));
    document.passport.push_back(make_register_passport(material, facts, voice));
  }
  document.passport.push_back(make_making_passport(making, voice));
  return document;
}

}  // namespace tartip::briefing
