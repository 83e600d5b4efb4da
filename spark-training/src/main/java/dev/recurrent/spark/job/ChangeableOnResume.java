package dev.recurrent.spark.job;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an option that may have another value when a run is resumed: it says where the run's files
 * are or how long the run goes on, not what it computes up to there.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface ChangeableOnResume {}
