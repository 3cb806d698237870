#include "registers/workbook_xml.hpp"

#include <expat.h>

#include <malloc.h>

#include <cstdlib>
#include <memory>
#include <new>

namespace tartip::registers {
namespace {

std::string_view local(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// What the parser holds for itself: open elements, names it has seen, a token that does not end. A workbook needs some
// kilobytes; without a limit a part of a few megabytes takes gigabytes. The parser has no place for a count of its own,
// but stays in its thread.
constexpr std::size_t k_most_held = std::size_t{32} << 20;
thread_local std::size_t held = 0;

void* take_more(std::size_t size) {
  if (held + size > k_most_held) return nullptr;
  void* made = std::malloc(size);
  if (made != nullptr) held += malloc_usable_size(made);
  return made;
}

void* take_other(void* before, std::size_t size) {
  const std::size_t was = malloc_usable_size(before);  // of null: 0
  if (held - was + size > k_most_held) return nullptr;
  void* made = std::realloc(before, size);
  if (made != nullptr) held += malloc_usable_size(made) - was;
  return made;
}

void give_back(void* made) {
  held -= malloc_usable_size(made);
  std::free(made);
}

constexpr XML_Memory_Handling_Suite k_memory = {take_more, take_other, give_back};

struct Reading {
  XML_Parser parser;
  XmlHandler* handler;
  bool stopped = false;    // by the handler
  bool forbidden = false;  // a document type
  bool no_memory = false;

  // Nothing may be thrown through expat, which is C.
  template <class Event>
  void guarded(Event event) noexcept {
    if (stopped || forbidden || no_memory) return;
    try {
      if (event()) return;
      stopped = true;
    } catch (const std::bad_alloc&) {
      no_memory = true;
    }
    XML_StopParser(parser, XML_FALSE);
  }
};

void on_start(void* user, const XML_Char* name, const XML_Char** attributes) {
  auto& reading = *static_cast<Reading*>(user);
  reading.guarded([&] { return reading.handler->start(local(name), XmlAttributes(attributes)); });
}

void on_end(void* user, const XML_Char* name) {
  auto& reading = *static_cast<Reading*>(user);
  reading.guarded([&] { return reading.handler->end(local(name)); });
}

void on_text(void* user, const XML_Char* characters, int length) {
  auto& reading = *static_cast<Reading*>(user);
  reading.guarded([&] {
    reading.handler->text(std::string_view(characters, static_cast<std::size_t>(length)));
    return true;
  });
}

void on_doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  auto& reading = *static_cast<Reading*>(user);
  reading.forbidden = true;
  XML_StopParser(reading.parser, XML_FALSE);
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2)
    if (local(pair[0]) == name) return pair[1];
  return {};
}

Status read_xml(const WorkbookArchive& archive, const std::string& part, XmlHandler& handler) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate_MM(nullptr, &k_memory, nullptr), &XML_ParserFree);
  if (parser == nullptr) throw std::bad_alloc();
  Reading reading{parser.get(), &handler};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  bool well_formed = true;
  const auto feed = [&](std::string_view piece) {
    well_formed = XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), XML_FALSE) == XML_STATUS_OK;
    return well_formed;
  };
  if (Status read = archive.read(part, feed); !read) return read;
  if (reading.no_memory) throw std::bad_alloc();
  if (reading.stopped) return {};
  if (well_formed) well_formed = XML_Parse(parser.get(), "", 0, XML_TRUE) == XML_STATUS_OK;
  if (reading.no_memory) throw std::bad_alloc();
  if (reading.stopped) return {};
  if (!well_formed && XML_GetErrorCode(parser.get()) == XML_ERROR_NO_MEMORY) return archive.bomb();
  if (!well_formed || reading.forbidden) return archive.damaged();
  return {};
}

}  // namespace tartip::registers
