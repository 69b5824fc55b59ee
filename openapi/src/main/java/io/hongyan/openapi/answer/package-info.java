/// From what an action answers to JSON or XML.
@NullMarked
package io.hongyan.openapi.answer;

import org.jspecify.annotations.NullMarked;
