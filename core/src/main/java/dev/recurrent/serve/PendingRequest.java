package dev.recurrent.serve;

import java.util.concurrent.CompletableFuture;

/** A request that waits for its answer, from the model that has parsed it. */
final class PendingRequest {
  private final LoadedModel model;
  private final Object request;
  private final CompletableFuture<Object> answer = new CompletableFuture<>();

  PendingRequest(LoadedModel model, Object request) {
    this.model = model;
    this.request = request;
  }

  LoadedModel model() {
    return model;
  }

  Object request() {
    return request;
  }

  /** Completed by the queue; cancelled by who waited too long. */
  CompletableFuture<Object> answer() {
    return answer;
  }
}
