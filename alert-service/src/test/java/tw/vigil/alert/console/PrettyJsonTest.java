package tw.vigil.alert.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrettyJsonTest {
    @Test
    void indentsObjectsAndArrays() {
        assertThat(PrettyJson.of("{\"a\":[1,{\"b\":null}]}")).isEqualTo("""
                        {
                          "a" : [
                            1,
                            {
                              "b" : null
                            }
                          ]
                        }""");
    }

    @Test
    void numbersAndRepeatedNamesStayAsTheyWereWritten() {
        var pretty = PrettyJson.of("{\"n\":1.50,\"n\":12345678901234567890,\"e\":1e3}");

        assertThat(pretty).contains("1.50", "12345678901234567890", "1e3");
    }

    @Test
    void whatIsNotJsonStaysAsItIs() {
        assertThat(PrettyJson.of("{\"a\":")).isEqualTo("{\"a\":");
    }
}
