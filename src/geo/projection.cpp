#include "geo/projection.hpp"

#include <proj.h>

#include <cmath>
#include <mutex>
#include <vector>

#include <fmt/format.h>

#include "base/require.hpp"

namespace tartip::geo {
namespace {

struct ContextEnd {
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct TransformationEnd {
  void operator()(PJ* transformation) const { proj_destroy(transformation); }
};

// A PROJ object may be used by one thread at a time: each question borrows one.
struct Worker {
  std::unique_ptr<PJ_CONTEXT, ContextEnd> context;
  std::unique_ptr<PJ, TransformationEnd> to_plane;
};

std::unique_ptr<PJ_CONTEXT, ContextEnd> quiet_context() {
  std::unique_ptr<PJ_CONTEXT, ContextEnd> context(proj_context_create());
  proj_log_level(context.get(), PJ_LOG_NONE);
  proj_context_set_enable_network(context.get(), 0);
  return context;
}

std::unique_ptr<Worker> worker_for(const std::string& name) {
  auto worker = std::make_unique<Worker>();
  worker->context = quiet_context();
  const std::unique_ptr<PJ, TransformationEnd> as_given(
      proj_create_crs_to_crs(worker->context.get(), "EPSG:4326", name.c_str(), nullptr));
  if (!as_given) return nullptr;
  worker->to_plane.reset(proj_normalize_for_visualization(worker->context.get(), as_given.get()));
  return worker->to_plane ? std::move(worker) : nullptr;
}

bool in_degrees(Point point) {
  return std::abs(point.x) <= 180 && std::abs(point.y) <= 90;
}

// What PROJ needs to see that a bare string is a coordinate system and not an operation.
std::string as_crs(const std::string& name) {
  if (name.find("+proj=") != std::string::npos && name.find("+type=crs") == std::string::npos)
    return name + " +type=crs";
  return name;
}

}  // namespace

struct Projection::Pipeline {
  std::string name;
  double metres_per_unit = 1;
  bool geographic = false;
  bool local = false;
  bool identity = false;  // WGS 84 degrees themselves
  std::mutex mutex;
  std::vector<std::unique_ptr<Worker>> idle;

  std::optional<Point> transform(Point point, PJ_DIRECTION direction) {
    std::unique_ptr<Worker> worker;
    {
      const std::scoped_lock lock(mutex);
      if (!idle.empty()) {
        worker = std::move(idle.back());
        idle.pop_back();
      }
    }
    if (!worker) worker = worker_for(as_crs(name));
    require(worker != nullptr, "a projection that was made once can be made again");
    const PJ_COORD out = proj_trans(worker->to_plane.get(), direction, proj_coord(point.x, point.y, 0, HUGE_VAL));
    const bool good = proj_errno(worker->to_plane.get()) == 0 && std::isfinite(out.xy.x) && std::isfinite(out.xy.y);
    if (!good) proj_errno_reset(worker->to_plane.get());
    {
      const std::scoped_lock lock(mutex);
      idle.push_back(std::move(worker));
    }
    if (!good) return std::nullopt;
    return Point{out.xy.x, out.xy.y};
  }
};

Projection::Projection(std::unique_ptr<Pipeline> pipeline) : pipeline_(std::move(pipeline)) {}
Projection::~Projection() = default;
Projection::Projection(Projection&&) noexcept = default;
Projection& Projection::operator=(Projection&&) noexcept = default;

Result<Projection> Projection::named(const std::string& name) {
  auto pipeline = std::make_unique<Pipeline>();
  pipeline->name = name;
  if (name == "local:m" || name == "local:km") {
    pipeline->local = true;
    pipeline->metres_per_unit = name == "local:km" ? 1000 : 1;
    return Projection(std::move(pipeline));
  }
  if (name == "EPSG:4326" || name == "OGC:CRS84") {
    pipeline->geographic = pipeline->identity = true;
    return Projection(std::move(pipeline));
  }
  const auto unknown = [&] { return fail(Code::bad_input, "error.projection.unknown", {{"name", name}}); };
  const auto context = quiet_context();
  const std::unique_ptr<PJ, TransformationEnd> crs(proj_create(context.get(), as_crs(name).c_str()));
  if (!crs || proj_is_crs(crs.get()) == 0) return unknown();
  const PJ_TYPE type = proj_get_type(crs.get());
  pipeline->geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
  auto worker = worker_for(as_crs(name));
  if (!worker) return unknown();
  if (!pipeline->geographic) {
    const std::unique_ptr<PJ, TransformationEnd> axes(proj_crs_get_coordinate_system(context.get(), crs.get()));
    double factor = 1;
    if (axes &&
        proj_cs_get_axis_info(context.get(), axes.get(), 0, nullptr, nullptr, nullptr, &factor, nullptr, nullptr,
                              nullptr) != 0 &&
        factor > 0)
      pipeline->metres_per_unit = factor;
  }
  pipeline->idle.push_back(std::move(worker));
  return Projection(std::move(pipeline));
}

Projection Projection::equal_area(Point centre) {
  require(std::isfinite(centre.x) && std::isfinite(centre.y) && in_degrees(centre), "the centre is in degrees");
  auto made =
      named(fmt::format("+proj=laea +lat_0={:.10g} +lon_0={:.10g} +datum=WGS84 +units=m +no_defs", centre.y, centre.x));
  require(made.has_value(), "PROJ knows the Lambert azimuthal equal-area projection");
  return std::move(*made);
}

const std::string& Projection::name() const {
  return pipeline_->name;
}
bool Projection::is_geographic() const {
  return pipeline_->geographic;
}
bool Projection::is_local() const {
  return pipeline_->local;
}
double Projection::metres_per_unit() const {
  return pipeline_->geographic ? std::nan("") : pipeline_->metres_per_unit;
}

std::optional<Point> Projection::to_degrees(Point in_plane) const {
  if (pipeline_->local || !std::isfinite(in_plane.x) || !std::isfinite(in_plane.y)) return std::nullopt;
  if (pipeline_->geographic && !in_degrees(in_plane)) return std::nullopt;
  if (pipeline_->identity) return in_plane;
  const auto degrees = pipeline_->transform(in_plane, PJ_INV);
  return degrees && in_degrees(*degrees) ? degrees : std::nullopt;
}

std::optional<Point> Projection::from_degrees(Point degrees) const {
  if (pipeline_->local || !std::isfinite(degrees.x) || !std::isfinite(degrees.y) || !in_degrees(degrees))
    return std::nullopt;
  return pipeline_->identity ? std::optional(degrees) : pipeline_->transform(degrees, PJ_FWD);
}

}  // namespace tartip::geo
