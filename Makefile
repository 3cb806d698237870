# `make run`: a centre with a briefing from real registers. `make test`: every test. Both install what is missing, build, and can be
# repeated at any time. Everything else is cmake: see CONTRIBUTING.md.
.PHONY: help run test install install-test web build demo check-sanitizers check-fuzz check-threads check-tidy check-format bench bench-peers clean

WEB_SOURCES := $(shell find web/src web/site web/*.ts web/*.json web/*.html i18n -type f 2>/dev/null)
JOBS ?= $(shell nproc)

help:
	@echo 'make run    install, build, make a centre from two real registers in ./centre, write its briefing'
	@echo 'make test   install, build, run every test'
	@echo 'CONTRIBUTING.md tells the rest.'

run: build
	@packaging/install.sh demo
	@demo/make-centre build/release/tartip centre

install:
	@packaging/install.sh build
install-test:
	@packaging/install.sh build demo test

web/dist/briefing.html: $(WEB_SOURCES)
	@echo 'Building the page (web/)'
	@web/run build
web: install web/dist/briefing.html

build: web
	@echo 'Building tartip (build/release)'
	@[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
	@ninja -C build/release -j$(JOBS) --quiet tartip

test: install-test web/dist/briefing.html
	@echo 'Building everything with its tests (build/ci)'
	@[ -f build/ci/build.ninja ] || cmake --preset ci >/dev/null
	@ninja -C build/ci -j$(JOBS) --quiet
	@web/run types
	@web/run test
	@ctest --test-dir build/ci --output-on-failure --no-tests=error -j$(JOBS)

# What CI runs besides (.ci/run).
empty :=
ROOMS_SANITIZED = $(subst $(empty) $(empty),|,$(SANITIZED:_test=))
SANITIZED = base_test geo_test text_test stats_test axes_test ledger_test
check-sanitizers: install-test web/dist/briefing.html
	@[ -f build/asan/build.ninja ] || cmake --preset asan >/dev/null
	@ninja -C build/asan -j$(JOBS) --quiet $(SANITIZED)
	@ctest --test-dir build/asan --output-on-failure --no-tests=error -R '^($(ROOMS_SANITIZED))$$' -j$(JOBS)
check-threads: install-test web/dist/briefing.html
	@[ -f build/tsan/build.ninja ] || cmake --preset tsan >/dev/null
	@ninja -C build/tsan -j$(JOBS) --quiet base_test geo_test registers_test http_test tartip
	@TSAN_OPTIONS=suppressions=$(CURDIR)/tests/http/threads.suppressions ctest --test-dir build/tsan --output-on-failure --no-tests=error -R '^(base|geo|registers|http)$$'
	@tests/http/load build/tsan/tartip 60
check-fuzz: install-test web/dist/briefing.html
	@[ -f build/fuzz/build.ninja ] || cmake --preset fuzz >/dev/null
	@ninja -C build/fuzz -j$(JOBS) --quiet description_fuzz csv_fuzz workbook_fuzz request_fuzz
	@tests/fuzz/run build/fuzz $(or $(SECONDS_EACH),20)
check-format:
	@git ls-files 'src/*.[ch]pp' 'tests/*.[ch]pp' 'bench/*.[ch]pp' | xargs clang-format --dry-run --Werror
check-tidy:
	@[ -f build/fuzz/build.ninja ] || cmake --preset fuzz >/dev/null
	@printf '%s\n' $(or $(FILES),$$(git ls-files 'src/*.cpp' | grep -v -e _test.cpp -e _bench.cpp)) | xargs -P$(JOBS) -n4 clang-tidy-16 -p build/fuzz --quiet

# R's forecast on the same series in the same run, one core each (Debian: r-cran-forecast; data: ../shared).
bench-peers:
	@Rscript -e 'quit(status = !requireNamespace("forecast", quietly = TRUE))' || { echo 'Install r-cran-forecast first.'; exit 1; }
	@cmake --preset bench >/dev/null && ninja -C build/bench -j$(JOBS) --quiet forecast_bench
	@Rscript bench/forecast_peers.R ../shared
	@taskset -c 0 build/bench/src/forecast/forecast_bench --benchmark_filter=M3

clean:
	rm -rf build web/dist
