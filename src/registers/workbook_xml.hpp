// XML of a workbook's parts as a stream of events (expat). Document types and entities are refused: workbooks have
// none, and attacks are made of them.
#pragma once
#include <string>
#include <string_view>

#include "registers/workbook_archive.hpp"

namespace tartip::registers {

// Names come without their namespace prefix.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  // Empty when it is not there; a prefix in the file ("r:id") does not matter.
  std::string_view operator[](std::string_view name) const;

 private:
  const char** pairs_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  // False stops the reading.
  virtual bool start(std::string_view element, const XmlAttributes& attributes) = 0;
  virtual bool end(std::string_view element) = 0;
  virtual void text(std::string_view /*characters*/) {}
};

// workbook_damaged when it is no well-formed XML or has a document type, workbook_bomb when the parser would need more
// than 32 MiB for itself (elements that nest without end, names without number). What stops a handler is for the
// handler to know: the status is good then.
Status read_xml(const WorkbookArchive& archive, const std::string& part, XmlHandler& handler);

}  // namespace tartip::registers
