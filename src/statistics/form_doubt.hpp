// What is possible in forms but not plausible: warnings for whoever signs them, none of them a proof.
//
//  outlier  a ratio of two graphs (or of a row to a total) lies far from the other territories'. z is the distance from
//           the median ratio over sqrt(p(1-p)/n + t²): chance, and the territories' own spread t, which is 1.4826 times
//           the median absolute deviation less what chance explains of it. Asked of at least eight territories; |z| > 6
//           and a surplus of 50 or more. Median and deviation: Rousseeuw & Croux (1993).
//  rounded  in a graph of counts at least 20 values of 100 or more end in 0 far more often than one in ten (z > 6); in
//  a
//           graph of money at least 90 % of 20 or more values are whole thousands where other territories have under
//           half.
//  copied   two territories have the same sheet, figure by figure, with at least 100 figures that are not zero.
//
// Pure. Cost: territories × cells, and for copies territories².
#pragma once
#include <span>
#include <string>
#include <vector>

#include "statistics/form_check.hpp"

namespace tartip::statistics {

struct Doubt {
  std::string kind;              // "outlier", "rounded", "copied"
  std::string territory, other;  // other: of a copy
  CellAddress cell;              // row and graph are empty where they do not apply
  CellAddress base;              // of an outlier: what it is a share of
  Decimal found;                 // the value; rounded: how many values are round
  double usual = 0;              // outlier: what the median ratio would give; rounded: how many were to be expected
  double score = 0;              // z, or the share of round values
};

// "R1.g6/R1.g2": row by row; "R1.g2/R1[total].g2": each row to one. bad_data `error.relation.malformed`.
Status check_watch(const FormDescription& form, const std::vector<std::string>& watch);

std::vector<Doubt> find_doubts(const CheckPlan& plan, std::span<const TerritoryForms> territories, std::size_t form,
                               const std::vector<std::string>& watch);

}  // namespace tartip::statistics
