"""Real servers for tests, in containers where Docker answers; one that is missing is never silent.

A test asks for the fixture (`kafka`, …). Without its server it is skipped, with the reason at the
end of the run; with KOOP_TEST_REQUIRE=1, as in `.ci/run`, it fails. KOOP_TEST_KAFKA and the like
name a server that runs already. Each worker of pytest-xdist has its own containers, on 127.0.0.1.
"""
