"""Starts as the program of the course does: logging from a dictionary, the users from config.ini, then two questions."""
import configparser
import logging
import logging.config
import os
import sys

users_file, log_folder = sys.argv[1:]
standard = '[%(asctime)s][%(threadName)s:%(thread)d][task_id:%(name)s][%(filename)s:%(lineno)d][%(levelname)s][%(message)s]'
simple = '[%(levelname)s][%(asctime)s][%(filename)s:%(lineno)d]%(message)s'

logging.config.dictConfig({
    'version': 1,
    'disable_existing_loggers': False,
    'formatters': {'standard': {'format': standard}, 'simple': {'format': simple}},
    'handlers': {
        'console': {'level': 'DEBUG', 'class': 'logging.StreamHandler', 'formatter': 'simple'},
        'default': {
            'level': 'DEBUG',
            'class': 'logging.handlers.RotatingFileHandler',
            'formatter': 'standard',
            'filename': os.path.join(log_folder, 'all2.log'),
            'maxBytes': 5 * 1024 * 1024,
            'backupCount': 5,
            'encoding': 'utf-8',
        },
    },
    'loggers': {'': {'handlers': ['default', 'console'], 'level': 'DEBUG', 'propagate': True}},
})
logging.getLogger(__name__).info('It works!')

users = configparser.ConfigParser()
users.read(users_file, encoding='utf-8')
try:
    name = input('name>>: ')
    password = input('password>>: ')
except EOFError:
    pass
