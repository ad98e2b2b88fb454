/// SageMaker: training jobs that run the image's program as a process of this machine, in a folder
/// laid out as `/opt/ml`. Start at [dev.roadloop.embedded.sagemaker.SageMakerApi]; a job's way is
/// SageMakerApi → TrainingJobs → TrainingAttempt.
@NullMarked
package dev.roadloop.embedded.sagemaker;

import org.jspecify.annotations.NullMarked;
