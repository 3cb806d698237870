#include "briefing/sections.hpp"

namespace tartip::briefing {

PassportGroup make_register_passport(const Material& material, const Facts& facts, const Voice& voice) {
  PassportGroup group;
  group.title = voice.name(material.names);
  const auto add = [&](const std::string& key, std::string value) {
    group.entries.push_back({voice.say("passport." + key), value.empty() ? "—" : std::move(value)});
  };
  add("register", material.id);
  add("source", material.source);
  add("licence", material.licence);
  add("period", facts.period);
  add("compared_with", facts.previous_period);
  add("coverage", material.quality.covers ? voice.span(*material.quality.covers) : std::string());
  add("known_on", material.known_on);
  add("filters", material.filters.empty() ? voice.say("passport.no_filters") : voice.list(material.filters));
  add("zone", material.zone);
  add("description", material.description_checksum);
  for (const SourceFile& file : material.files)
    group.entries.push_back({voice.say("passport.file", {{"name", file.name}}),
                             voice.say("passport.file_facts", {{"records", static_cast<std::int64_t>(file.records)},
                                                               {"imported", file.imported},
                                                               {"checksum", file.checksum}})});
  return group;
}

PassportGroup make_making_passport(const Making& making, const Voice& voice) {
  PassportGroup group;
  group.title = voice.say("passport.making");
  const auto add = [&](const std::string& key, std::string value) {
    group.entries.push_back({voice.say("passport." + key), value.empty() ? "—" : std::move(value)});
  };
  add("centre", making.centre);
  add("moment", making.moment);
  add("version", making.version);
  add("seed", std::to_string(making.seed));
  add("tz_version", making.tz_version);
  return group;
}

}  // namespace tartip::briefing
