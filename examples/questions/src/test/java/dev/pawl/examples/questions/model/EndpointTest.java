// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTest {

    @Test
    void without_an_address_there_is_none() {
        assertThat(Endpoint.in(Map.of("QUESTIONS_MODEL", "small"))).isNull();
    }

    @Test
    void an_address_wants_a_model() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.in(Map.of("QUESTIONS_URL", "http://localhost:11434/v1")))
                .withMessageContaining("set it to the name of a model there");
    }

    @Test
    void the_key_is_named_and_not_held() {
        Endpoint endpoint = Endpoint.in(Map.of(
                "QUESTIONS_URL", "https://models.example/v1",
                "QUESTIONS_MODEL", "small",
                "QUESTIONS_PRICE", "0.15/0.60",
                "PAWL_SECRET_QUESTIONS_KEY", "sk-123"));

        assertThat(endpoint)
                .isEqualTo(new Endpoint(
                        URI.create("https://models.example/v1"), "small", "QUESTIONS_KEY", new Price(0.15, 0.60)));
        assertThat(endpoint.toString()).doesNotContain("sk-123");
        assertThat(endpoint.price().micros(1000, 100)).isEqualTo(210);
    }
}
