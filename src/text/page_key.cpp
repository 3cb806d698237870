#include "text/page_key.hpp"

namespace tartip::text {

std::string page_key(const Catalogue& catalogue, const std::string& key) {
  std::string own = key + ".page";
  return catalogue.has(own) ? own : key;
}

std::string explain_on_page(const Catalogue& catalogue, const Error& error) {
  Error said = error;
  said.key = page_key(catalogue, error.key);
  return catalogue.explain(said);
}

}  // namespace tartip::text
