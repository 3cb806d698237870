#include "http/problem.hpp"

#include <boost/json.hpp>

#include "text/page_key.hpp"

namespace tartip::http {

int status_of(Code code) {
  switch (code) {
    case Code::bad_input:
      return 400;
    case Code::bad_data:
      return 422;
    case Code::not_found:
      return 404;
    case Code::denied:
      return 403;
    case Code::conflict:
    case Code::cancelled:
      return 409;
    case Code::too_large:
      return 413;
    case Code::unavailable:
      return 503;
    case Code::corrupt:
    case Code::bug:
      return 500;
  }
  return 500;
}

std::string reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Status " + std::to_string(status);
  }
}

std::string problem_json(int status, const Error& error, const std::string& language, const std::string& request_id) {
  boost::json::object json{
      {"type", "about:blank"}, {"title", reason_of(status)},
      {"status", status},      {"code", name_of(error.code)},
      {"key", error.key},      {"detail", text::explain_on_page(text::Catalogue::in(language), error)}};
  if (!error.where.file.empty() || error.where.line != 0 || !error.where.column.empty()) {
    boost::json::object where;
    if (!error.where.file.empty()) where["file"] = error.where.file;
    if (error.where.line != 0) where["line"] = error.where.line;
    if (!error.where.column.empty()) where["column"] = error.where.column;
    json["where"] = std::move(where);
  }
  json["request"] = request_id;
  return boost::json::serialize(json);
}

Response problem(int status, const Error& error, const std::string& language, const std::string& request_id) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = problem_json(status, error, language, request_id);
  response.headers.set("Content-Language", text::Catalogue::in(language).language());
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Response problem(const Error& error, const std::string& language, const std::string& request_id) {
  return problem(status_of(error.code), error, language, request_id);
}

}  // namespace tartip::http
