// Small JSON texts inside rows: names, lists, arguments. Readable by any tool that opens the database.
#include <boost/json.hpp>

#include "store/room.hpp"

namespace tartip::store {
namespace {

boost::json::value parsed(std::string_view text) {
  boost::json::error_code error;
  boost::json::value value = boost::json::parse({text.data(), text.size()}, error);
  return error ? boost::json::value() : value;
}

std::string text_in(const boost::json::value& value) {
  return value.is_string() ? std::string(value.get_string().data(), value.get_string().size()) : std::string();
}

}  // namespace

std::string map_text(const std::map<std::string, std::string>& map) {
  boost::json::object object;
  for (const auto& [key, value] : map) object[key] = value;
  return boost::json::serialize(object);
}

std::map<std::string, std::string> map_from(std::string_view text) {
  std::map<std::string, std::string> map;
  const boost::json::value value = parsed(text);
  if (value.is_object())
    for (const auto& item : value.get_object())
      map[std::string(item.key().data(), item.key().size())] = text_in(item.value());
  return map;
}

std::string names_text(const axes::Names& names) {
  return map_text(names.by_language);
}
axes::Names names_from(std::string_view text) {
  return {map_from(text)};
}

std::string list_text(const std::vector<std::string>& list) {
  boost::json::array array;
  for (const std::string& item : list) array.emplace_back(item);
  return boost::json::serialize(array);
}

std::vector<std::string> list_from(std::string_view text) {
  std::vector<std::string> list;
  const boost::json::value value = parsed(text);
  if (value.is_array())
    for (const boost::json::value& item : value.get_array()) list.push_back(text_in(item));
  return list;
}

std::string arguments_text(const std::vector<Argument>& arguments) {
  boost::json::object object;
  for (const Argument& argument : arguments) object[argument.name] = argument.value;
  return boost::json::serialize(object);
}

std::vector<Argument> arguments_from(std::string_view text) {
  std::vector<Argument> arguments;
  for (auto& [name, value] : map_from(text)) arguments.push_back({name, value});
  return arguments;
}

}  // namespace tartip::store
