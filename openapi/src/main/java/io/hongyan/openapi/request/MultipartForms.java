package io.hongyan.openapi.request;

import java.util.List;
import java.util.Map;

/// Reads forms whose fields are parts of a body (`multipart/form-data`).
@FunctionalInterface
public interface MultipartForms {
    /// Names and values.
    ///
    /// @param type the header `Content-Type`
    /// @throws IllegalArgumentException when the form cannot be read, with a text for the client
    List<Map.Entry<String, String>> fields(String type, byte[] body);
}
