/// Real programs of Spring Boot with a broker beside them.
@NullMarked
package io.hongyan.spring;

import org.jspecify.annotations.NullMarked;
