// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.model;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpClientBuilderLoader;
import java.time.Duration;

/** One HTTP client for all calls: the library makes one for each model object, and there is such an object for each call. */
final class SharedHttp implements HttpClientBuilder {

    private final HttpClientBuilder settings;
    private final HttpClient client;

    SharedHttp(Duration timeout) {
        settings = HttpClientBuilderLoader.loadHttpClientBuilder()
                .connectTimeout(timeout)
                .readTimeout(timeout);
        client = settings.build();
    }

    @Override
    public Duration connectTimeout() {
        return settings.connectTimeout();
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return settings.readTimeout();
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    @Override
    public HttpClient build() {
        return client;
    }
}
