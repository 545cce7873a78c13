import Testing
import Pipeline
