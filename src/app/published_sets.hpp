// The publications of a ledger, read once: a ledger only grows, so what was read is kept in memory and only what is new
// is read.
#pragma once
#include <filesystem>

#include "app/publication.hpp"
#include "base/error.hpp"

namespace tartip::app {

// All publications of the ledger in a folder, in order: the same as read_publications of all its entries. A ledger that
// is not the continuation of the one that was read (its tree has another beginning) is read anew. Cost: a checkpoint
// when nothing was added; else also the new entries and a proof's worth of tiles. Thread-safe. Errors: those of the
// ledger and of read_publications.
Result<PublishedSets> published_sets(const std::filesystem::path& ledger);

}  // namespace tartip::app
