package io.hongyan.codec.property;

/// A name and a value that the application chose (chapter 2.2.2.2). Names may repeat; the order is kept.
public record UserProperty(String name, String value) {}
