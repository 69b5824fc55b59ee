/// The client in a Spring Boot program: a bean, properties, listener methods, health and metrics.
@NullMarked
package io.hongyan.spring;

import org.jspecify.annotations.NullMarked;
