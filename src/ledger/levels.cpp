#include "ledger/levels.hpp"

#include "ledger/layout.hpp"

namespace tartip::ledger {

Digest root_of_row(std::vector<Digest> row) {
  for (; row.size() > 1; row.resize(row.size() / 2))
    for (std::size_t i = 0; 2 * i < row.size(); ++i) row[i] = node_hash(row[2 * i], row[2 * i + 1]);
  return row.front();
}

std::vector<Level> levels_over(Level leaves) {
  std::vector<Level> levels = {std::move(leaves)};
  while (levels.back().size() >= k_tile_width) {
    Level above;
    for (std::size_t i = 0; i + k_tile_width <= levels.back().size(); i += k_tile_width)
      above.push_back(root_of_row({levels.back().begin() + static_cast<std::ptrdiff_t>(i),
                                   levels.back().begin() + static_cast<std::ptrdiff_t>(i + k_tile_width)}));
    levels.push_back(std::move(above));
  }
  return levels;
}

Digest root_of(const std::vector<Level>& levels, std::uint64_t size) {
  return *tree_root(size, [&](int level, std::uint64_t index) -> Result<Digest> {
    const std::uint64_t count = std::uint64_t{1} << (level % 8), first = index * count;
    const Level& row = levels[static_cast<std::size_t>(level / 8)];
    return root_of_row(
        {row.begin() + static_cast<std::ptrdiff_t>(first), row.begin() + static_cast<std::ptrdiff_t>(first + count)});
  });
}

}  // namespace tartip::ledger
