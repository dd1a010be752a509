# careplan: `make help` lists what can be made.
#
# Objects and their dependency files live in build/<mode>/, mirroring gen/, so
# that modes never mix. Sources are found by wildcard, per folder, in the order
# of the house's law (gen/README.md); `make layers` checks that order.
#
# demo and check are for a computer that has nothing but git and make: they
# install what is missing first (tests/packages.txt). Nothing is asked of the
# libraries before that: pkg-config runs only while something is compiled.

LAYERS  := base content media model page publish run
VERSION := 0.1.0

MODE   ?= release
PREFIX ?= /usr/local
O      := build/$(MODE)
JOBS   ?= $(shell nproc)

# make's own default is cc, which a computer with only gcc may lack.
ifeq ($(origin CC),default)
CC := gcc
endif

PACKAGES := yaml-0.1 libcmark libjpeg libpng libwebp libheif lcms2 \
            libqrencode libical sqlite3 libcrypto libseccomp \
            zlib freetype2 fontconfig

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
            -Wmissing-prototypes -Wwrite-strings -Wvla -Wformat=2 -Wconversion
ifdef WERROR
WARNINGS += -Werror
endif
SANITIZE := -fno-omit-frame-pointer -fno-sanitize-recover=all \
            -fsanitize=address,undefined
MODE_release  := -O2 -g -DNDEBUG -D_FORTIFY_SOURCE=2
MODE_debug    := -O0 -g3 -DCAREPLAN_DEBUG
MODE_asan     := -O1 -g -DCAREPLAN_DEBUG $(SANITIZE)
MODE_coverage := -O0 -g -DCAREPLAN_DEBUG --coverage -fprofile-update=atomic
MODE_fuzz     := -O1 -g -DCAREPLAN_DEBUG -DFUZZ_ENGINE $(SANITIZE) \
                 -fsanitize=fuzzer-no-link
HARDEN_release := -Wl,-z,relro

# Foreign headers are system headers: their style is not ours to judge.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) | \
               sed 's/-I/-isystem /g'))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $(shell pkg-config --libs $(PACKAGES)) \
               )$(PKG_LIBS)

ALL_CFLAGS = -std=c17 -D_GNU_SOURCE -DCAREPLAN_VERSION='"$(VERSION)"' \
             -DCAREPLAN_PREFIX='"$(PREFIX)"' $(WARNINGS) $(MODE_$(MODE)) \
             -Igen -include gen/base/banned.h -fstack-protector-strong \
             $(PKG_CFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(filter -fsanitize% -fno-sanitize% --coverage,$(MODE_$(MODE))) \
              $(HARDEN_$(MODE)) -Wl,--as-needed $(LDFLAGS)
LIBS = $(PKG_LIBS) -lm -lpthread

SOURCES := $(foreach layer,$(LAYERS),$(sort $(wildcard gen/$(layer)/*.c)))
HEADERS := $(foreach layer,$(LAYERS),$(sort $(wildcard gen/$(layer)/*.h)))
OBJECTS := $(SOURCES:gen/%.c=$(O)/gen/%.o)
LIBRARY_OBJECTS := $(filter-out $(O)/gen/run/main.o,$(OBJECTS))

# fault.c is loaded into the program, not linked with it.
FAULT        := build/fault.so
TEST_SOURCES := $(sort $(wildcard tests/unit/*.c tests/spec/*.c \
                  tests/fuzz/*.c))
TOOL_SOURCES := $(filter-out tests/tools/fault.c,\
                  $(sort $(wildcard tests/tools/*.c)))
BENCH_SOURCES := $(sort $(wildcard tests/bench/*.c))
TEST_PROGRAMS := $(TEST_SOURCES:tests/%.c=$(O)/tests/%)
TOOL_PROGRAMS := $(TOOL_SOURCES:tests/%.c=$(O)/tests/%)
BENCH_PROGRAMS := $(BENCH_SOURCES:tests/%.c=$(O)/tests/%)

CATALOGUES := $(patsubst po/%.po,build/locale/%/LC_MESSAGES/careplan.mo,\
                $(wildcard po/*.po))

# What is run is told in a word; with V=1 in full.
run = $(if $(V),,@echo '  $(1)  $(2)';)

# -- the program -------------------------------------------------------------

.PHONY: all
all: careplan $(CATALOGUES) ## the program (the default)

# ./careplan is the release build, whatever MODE is being worked on.
careplan: build/release/careplan
	@ln -f $< $@ 2>/dev/null || cp -f $< $@

ifneq ($(O),build/release)
.PHONY: build/release/careplan
build/release/careplan:
	@$(MAKE) --no-print-directory MODE=release O=build/release $@
endif

$(O)/careplan: $(OBJECTS)
	$(call run,LD,$@) $(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(O)/libcareplan.a: $(LIBRARY_OBJECTS)
	@rm -f $@
	$(call run,AR,$@) $(AR) rcs $@ $^

$(O)/gen/%.o: gen/%.c $(O)/flags | build/libraries
	@mkdir -p $(@D)
	$(call run,CC,$@) $(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(O)/tests/%: tests/%.c $(O)/libcareplan.a
	@mkdir -p $(@D)
	$(call run,CC,$@) $(CC) $(ALL_CFLAGS) -Itests -MMD -MP -MF $@.d \
	  $(ALL_LDFLAGS) -o $@ $< $(O)/libcareplan.a $(LIBS) -lcmocka

# Other flags make other objects: this file changes when they do. WERROR is
# none of them: it makes the same objects, or none.
FLAGS := $(CC) $(VERSION) $(PREFIX) $(MODE_$(MODE)) $(CFLAGS) $(LDFLAGS)
$(O)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' >$@

# Says in a sentence what is missing, before the compiler says it in twenty.
build/libraries: Makefile
	@mkdir -p $(@D)
	@command -v pkg-config >/dev/null || { echo "pkg-config is missing;" \
	  "tests/tools/need.sh build installs it and all libraries" >&2; exit 1; }
	@missing=; for package in $(PACKAGES); do \
	  pkg-config --exists $$package || missing="$$missing $$package"; done; \
	[ -z "$$missing" ] || { echo "these libraries are missing:$$missing;" \
	  "tests/tools/need.sh build installs them" >&2; exit 1; }
	@touch $@

build/locale/%/LC_MESSAGES/careplan.mo: po/%.po
	@mkdir -p $(@D)
	$(call run,MO,$@) msgfmt --check-format -o $@ $<

$(FAULT): tests/tools/fault.c
	@mkdir -p $(@D)
	$(call run,CC,$@) $(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O1 -g -fPIC -shared -o $@ $<

-include $(OBJECTS:.o=.d)
-include $(addsuffix .d,$(TEST_PROGRAMS) $(TOOL_PROGRAMS) $(BENCH_PROGRAMS))

.PHONY: FORCE
FORCE:

# -- for people --------------------------------------------------------------

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1@\2/p' $(MAKEFILE_LIST) | \
	  while IFS=@ read -r name what; do \
	    printf '  %-15s %s\n' "$$name" "$$what"; done

# As many jobs as processors, unless somebody above has said how many.
SUBMAKE = $(MAKE) --no-print-directory \
            $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

.PHONY: demo
demo: ## installs what is missing, makes the sample clinic's site in out/
	@tests/tools/need.sh build
	+@$(SUBMAKE) all
	@tests/tools/demo.sh

.PHONY: shots
shots: all $(O)/tests/tools/draw_sealed tests/node_modules/.lock ## pictures of the sample pages; SHOTS=--readme README's too
	@CAREPLAN_TOOLS='$(CURDIR)/$(O)/tests/tools' \
	  node tests/tools/shots.mjs $(SHOTS)

.PHONY: install
install: all ## into $(DESTDIR)$(PREFIX)
	@tests/tools/install.sh build/release/careplan '$(DESTDIR)$(PREFIX)'

.PHONY: clean
clean: ## removes what was built, and the demo's pages
	rm -rf build out careplan

# -- tests -------------------------------------------------------------------

.PHONY: check
check: ## installs what is missing, runs all tests and gates
	@tests/tools/need.sh build check
	+@$(SUBMAKE) check-programs tests/node_modules/.lock
	@tests/run

# A change in content of the lock file, not its time, needs another install.
tests/node_modules/.lock: tests/package-lock.json
	@cmp -s $< $@ || (cd tests && npm ci --ignore-scripts >/dev/null)
	@cp $< $@

.PHONY: check-programs
check-programs: all $(FAULT)
	+@$(SUBMAKE) MODE=asan tests tools staged

.PHONY: tests tools
tests: $(TEST_PROGRAMS)
tools: $(TOOL_PROGRAMS)

# The program as it is installed, with its theme and catalogues.
.PHONY: staged
staged: $(O)/careplan $(CATALOGUES)
	@tests/tools/install.sh $(O)/careplan $(O)/installed >/dev/null

.PHONY: check-asan
check-asan: ## only the unit, spec and corpus tests, with sanitizers
	+@$(SUBMAKE) MODE=asan tests
	@tests/run unit spec fuzz

.PHONY: check-fault
check-fault: all $(FAULT) tests/node_modules/.lock ## only: every write fails once
	@tests/run fault

.PHONY: check-valgrind
check-valgrind: ## the unit tests under valgrind
	+@$(SUBMAKE) MODE=debug tests
	@tests/run --valgrind --build build/debug unit spec

FUZZ         ?= mustache
FUZZ_SECONDS ?= 60
.PHONY: fuzz
fuzz: ## FUZZ=mustache FUZZ_SECONDS=60: looks for new inputs with libFuzzer
	+@$(SUBMAKE) MODE=fuzz CC=clang LDFLAGS=-fsanitize=fuzzer \
	  build/fuzz/tests/fuzz/$(FUZZ)
	@mkdir -p build/fuzz/corpus/$(FUZZ)
	cd build/fuzz && tests/fuzz/$(FUZZ) -max_total_time=$(FUZZ_SECONDS) \
	  -timeout=10 corpus/$(FUZZ) $(CURDIR)/tests/fuzz/corpus/$(FUZZ)

.PHONY: coverage
coverage: ## lines that the unit tests run, file by file
	+@$(SUBMAKE) MODE=coverage tests
	@tests/run --build build/coverage unit spec fuzz
	@tests/tools/coverage.sh build/coverage

.PHONY: golden
golden: check-programs ## shows what expected outputs changed, asks, replaces
	@tests/tools/golden.mjs

.PHONY: bench
bench: all $(BENCH_PROGRAMS) ## the benchmark; BENCH=--full for 100,000 patients
	@node tests/bench/bench.mjs ./careplan $(O)/tests/bench build/bench $(BENCH)
	@sh tests/bench/photo.sh
	@[ ! -d tests/node_modules ] || node tests/bench/first_paint.mjs

# -- gates -------------------------------------------------------------------

.PHONY: layers headers length format-check
layers: ## the law: a folder includes itself and those before it
	@tests/tools/layers.sh $(LAYERS)
headers: | build/libraries ## each header compiles alone
	@tests/tools/headers.sh $(CC) $(ALL_CFLAGS) -- $(HEADERS)
length: ## no function over 100 lines
	@tests/tools/length.sh $(SOURCES)
format-check: ## the layout is .clang-format's
	@tests/tools/format.sh

.PHONY: format tidy
format: ## lays all C files out
	clang-format-14 -i $(SOURCES) $(HEADERS) tests/*.h tests/*/*.[ch]

TIDY := -*,bugprone-*,cert-*,clang-analyzer-*,performance-*,\
-bugprone-easily-swappable-parameters,-bugprone-narrowing-conversions,\
-bugprone-assignment-in-if-condition,-cert-err33-c,-cert-dcl03-c,\
-cert-dcl16-c,-clang-analyzer-security.insecureAPI.*
tidy: | build/libraries ## clang-tidy
	@clang-tidy --quiet '-checks=$(TIDY)' $(SOURCES) -- $(ALL_CFLAGS)

.PHONY: ci
ci: ## what .ci/run runs: warnings are errors, the gates, all tests
	+@$(SUBMAKE) check WERROR=1
