package io.calmend.diagnosis;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of diagnosis.
 *
 * @param largestAnswer how much of a host's answer is stored; a larger one is reported as too large
 */
@Validated
@ConfigurationProperties("calmend.diagnosis")
record DiagnosisSettings(@NotNull @DefaultValue("4MB") DataSize largestAnswer) {}
