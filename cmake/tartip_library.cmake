# tartip_library(NAME [SOURCES …] [HEADERS …] [TESTS …] [BENCHES …] [DEPENDS rooms…] [LINK libraries…] [ASKS_SQL])
#
# One room: the library tartip_NAME from the listed sources, one test program NAME_test from the listed tests (run by
# ctest under the label NAME; ASKS_SQL: they ask the store questions in SQL), one program per bench, and — with
# TARTIP_CHECK_HEADERS — a compilation of every header alone.
# A room whose sources are empty becomes an interface library.
include_guard()
find_package(Threads REQUIRED)

function(tartip_library name)
  cmake_parse_arguments(ROOM "ASKS_SQL" "" "SOURCES;HEADERS;TESTS;BENCHES;DEPENDS;LINK" ${ARGN})
  list(TRANSFORM ROOM_DEPENDS PREPEND "tartip_" OUTPUT_VARIABLE rooms)

  if(ROOM_SOURCES)
    add_library(tartip_${name} STATIC ${ROOM_SOURCES})
    target_link_libraries(tartip_${name} PUBLIC tartip_options ${rooms} PRIVATE ${ROOM_LINK})
  else()
    add_library(tartip_${name} INTERFACE)
    target_link_libraries(tartip_${name} INTERFACE tartip_options ${rooms} ${ROOM_LINK})
  endif()

  if(ROOM_TESTS AND NOT TARTIP_FUZZ)
    set(main doctest_main)
    if(ROOM_ASKS_SQL)
      set(main doctest_main_that_asks_sql)
    endif()
    add_executable(${name}_test ${ROOM_TESTS} "${CMAKE_SOURCE_DIR}/tests/support/${main}.cpp")
    target_link_libraries(${name}_test PRIVATE tartip_${name} tartip_test_support ${ROOM_LINK} Threads::Threads)
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES LABELS "unit;${name}" WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  endif()

  if(TARTIP_BENCHES)
    foreach(source IN LISTS ROOM_BENCHES)
      get_filename_component(bench "${source}" NAME_WE)
      add_executable(${bench} ${source})
      target_link_libraries(${bench} PRIVATE tartip_${name} ${ROOM_LINK} benchmark::benchmark Threads::Threads)
    endforeach()
  endif()

  if(TARTIP_CHECK_HEADERS AND ROOM_HEADERS)
    set(units)
    foreach(header IN LISTS ROOM_HEADERS)
      string(MAKE_C_IDENTIFIER "${name}_${header}" unit)
      set(unit "${CMAKE_CURRENT_BINARY_DIR}/alone/${unit}.cpp")
      file(CONFIGURE OUTPUT "${unit}" CONTENT "#include \"${name}/${header}\"\n")
      list(APPEND units "${unit}")
    endforeach()
    add_library(${name}_headers OBJECT ${units})
    target_link_libraries(${name}_headers PRIVATE tartip_${name} ${ROOM_LINK})
  endif()
endfunction()

if(TARTIP_BENCHES)
  find_package(benchmark REQUIRED)
endif()

# What tests share: the place of the optional reference data, temporary folders.
add_library(tartip_test_support INTERFACE)
target_include_directories(tartip_test_support INTERFACE "${CMAKE_SOURCE_DIR}/tests")
target_compile_definitions(tartip_test_support INTERFACE
  TARTIP_SOURCE_DIR="${CMAKE_SOURCE_DIR}" TARTIP_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared")
